package io.rekindle.agent.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LambdaClassesTest {

  private static final String PREFIX = "io/rekindle/agent/build/Lambdas";

  private static Map<String, byte[]> compiled() throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    for (String nested : List.of("", "$Upper", "$Lower", "$Named")) {
      String entry = PREFIX + nested + ".class";
      try (InputStream in = LambdaClassesTest.class.getResourceAsStream("/" + entry)) {
        classes.put(entry, in.readAllBytes());
      }
    }
    return classes;
  }

  @Test
  void shouldComeToTheSameResultsWithoutTheFactory() throws Exception {
    Map<String, byte[]> classes = compiled();

    LambdaClasses.replaceAll(classes, PREFIX);

    for (byte[] content : classes.values()) {
      assertThat(new String(content, StandardCharsets.ISO_8859_1))
          .doesNotContain("LambdaMetafactory");
    }
    Class<?> type = Class.forName(PREFIX.replace('/', '.'), true, new Loader(classes));
    Supplier<?> rewritten = (Supplier<?>) type.getDeclaredConstructor().newInstance();
    List<Object> results = new ArrayList<>((List<?>) rewritten.get());
    assertThat(results)
        .isEqualTo(new Lambdas().get())
        .contains("upperlower", "hello you!", true, 549755813892.0, 'b');
  }

  @Test
  void shouldLeaveOtherClassesAlone() throws Exception {
    Map<String, byte[]> classes = compiled();
    Map<String, byte[]> before = new TreeMap<>(classes);

    LambdaClasses.replaceAll(classes, "io/rekindle/other/");

    assertThat(classes).isEqualTo(before);
  }

  /** Defines the classes that it is given, and asks its parent for all others. */
  private static final class Loader extends ClassLoader {

    private final Map<String, byte[]> classes;

    Loader(Map<String, byte[]> classes) {
      super(LambdaClassesTest.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      byte[] content = classes.get(name.replace('.', '/') + ".class");
      if (content == null) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : defineClass(name, content, 0, content.length);
      }
    }
  }
}
