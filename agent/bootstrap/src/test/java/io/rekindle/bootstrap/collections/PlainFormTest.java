package io.rekindle.bootstrap.collections;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What others see of a tracked collection: the stream, the copy, the properties. */
class PlainFormTest {

  static Stream<Kind<?>> kinds() {
    return Kinds.all().stream().filter(kind -> !kind.name().startsWith("Evicting"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shouldWriteStreamThatNeedsNoRekindle(Kind<?> kind) throws Exception {
    Object tracked = strings(kind.empty().get());
    ((TrackedContainer) tracked).$rekindle$startLog();

    byte[] stream = write(tracked);
    Object read = read(stream);

    assertThat(new String(stream, StandardCharsets.ISO_8859_1))
        .doesNotContain("collections.Tracked", "$rekindle");
    assertThat(read.getClass().getName()).isEqualTo("java.util." + jdkName(tracked));
    assertThat(contents(read)).isEqualTo(contents(tracked));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shouldNotTrackClone(Kind<?> kind) throws Exception {
    Object tracked = strings(kind.empty().get());
    if (!(tracked instanceof Cloneable)) {
      return;
    }
    ((TrackedContainer) tracked).$rekindle$startLog();

    Object copy = tracked.getClass().getMethod("clone").invoke(tracked);

    assertThat(((TrackedContainer) copy).$rekindle$log()).isNull();
    assertThat(contents(copy)).isEqualTo(contents(tracked));
    assertThat(copy).hasSameClassAs(tracked);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shouldShowNoPropertiesAndNoLastingFields(Kind<?> kind) {
    Class<?> type = kind.empty().get().getClass();

    for (Method method : type.getMethods()) {
      boolean ours = method.getDeclaringClass().getPackage() == type.getPackage();
      assertThat(ours && method.getName().matches("(get|is|set).*[rR]ekindle.*")).isFalse();
    }
    for (Field field : type.getDeclaredFields()) {
      int modifiers = field.getModifiers();
      assertThat(Modifier.isStatic(modifiers) || Modifier.isTransient(modifiers)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shouldEqualAndPrintAsTheJdks(Kind<?> kind) {
    Object tracked = kind.fill(new Random(5));
    Object plain = PlainForms.of(tracked);

    if (!isUnordered(tracked)) {
      assertThat(tracked.toString()).isEqualTo(plain.toString());
    }
    boolean areEqual = JdkComparisonTest.hasContentEquality(plain);
    assertThat(tracked.equals(plain)).isEqualTo(areEqual);
    assertThat(plain.equals(tracked)).isEqualTo(areEqual);
    if (areEqual) {
      assertThat(tracked.hashCode()).isEqualTo(plain.hashCode());
    }
  }

  @Test
  void shouldKeepAccessOrderInStream() throws Exception {
    Map<String, String> tracked = new TrackedLinkedHashMap<>(4, 0.5f, true);
    tracked.put("a", "1");
    tracked.put("b", "2");

    @SuppressWarnings("unchecked")
    Map<String, String> read = (Map<String, String>) read(write(tracked));
    read.get("a");

    assertThat(read).isInstanceOf(LinkedHashMap.class);
    assertThat(read.keySet()).containsExactly("b", "a");
  }

  @Test
  void shouldWritePartsAsTheJdksDo() throws Exception {
    TrackedTreeMap<String, String> tracked = new TrackedTreeMap<>();
    tracked.putAll(Map.of("a", "1", "b", "2", "c", "3"));

    byte[] stream = write(tracked.headMap("c"));

    assertThat(new String(stream, StandardCharsets.ISO_8859_1))
        .doesNotContain("collections.Tracked", "$rekindle");
    assertThat(read(stream)).isEqualTo(new TreeMap<>(Map.of("a", "1", "b", "2")));
  }

  /** Entries that can be serialized, in insertion order. */
  @SuppressWarnings("unchecked")
  static Object strings(Object empty) {
    for (String key : new String[] {"b", "a", "c"}) {
      if (empty instanceof Map<?, ?> map) {
        Object own = map instanceof EnumMap ? Values.Constant.valueOf(key.toUpperCase(ROOT)) : key;
        ((Map<Object, Object>) map).put(own, "value of " + key);
      } else if (empty instanceof BitSet bits) {
        bits.set(key.charAt(0));
      } else {
        ((Collection<Object>) empty).add(key);
      }
    }
    return empty;
  }

  static String contents(Object container) {
    if (container instanceof BitSet bits) {
      return bits.toString();
    }
    return container instanceof Map<?, ?> map
        ? (isUnordered(map)
            ? map.entrySet().stream().map(Object::toString).sorted().toList().toString()
            : new java.util.ArrayList<>(map.entrySet()).toString())
        : Arrays.toString(((Collection<?>) container).toArray());
  }

  /** The JDK's own streams of these don't keep the order either. */
  static boolean isUnordered(Object map) {
    return map instanceof IdentityHashMap
        || map instanceof Hashtable && !(map instanceof Properties);
  }

  private static String jdkName(Object tracked) {
    String name = tracked.getClass().getSimpleName().substring("Tracked".length());
    return name.startsWith("Concurrent") || name.startsWith("CopyOnWrite")
        ? "concurrent." + name
        : name;
  }

  private static byte[] write(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static Object read(byte[] stream) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new WithoutRekindle(new ByteArrayInputStream(stream))) {
      return in.readObject();
    }
  }

  /** Knows nothing of Rekindle but the keys of these tests. */
  private static final class WithoutRekindle extends ObjectInputStream {
    WithoutRekindle(InputStream in) throws IOException {
      super(in);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described)
        throws IOException, ClassNotFoundException {
      String name = described.getName();
      if (name.contains("rekindle") && !name.startsWith(Values.class.getName())) {
        throw new ClassNotFoundException(name);
      }
      return super.resolveClass(described);
    }
  }
}
