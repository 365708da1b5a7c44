package io.rekindle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rekindle.agent.weave.fixtures.Stores;
import io.rekindle.bootstrap.Barrier;
import io.rekindle.bootstrap.Engine;
import io.rekindle.bootstrap.Hooks;
import io.rekindle.bootstrap.Sections;
import java.io.ObjectStreamClass;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassWeaverTest {

  private static final String FIXTURES = "io.rekindle.agent.weave.fixtures";

  private final RecordingEngine engine = new RecordingEngine();
  private final WeavingLoader loader =
      new WeavingLoader(FIXTURES, "", FIXTURES + ".Steps#byOption");

  @BeforeEach
  void install() {
    Hooks.install(engine);
    drain();
  }

  @AfterEach
  void uninstall() {
    Hooks.install(null);
    drain();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "setInt",
        "setLong",
        "setDouble",
        "setReference",
        "increment",
        "compound",
        "chained",
        "inherited",
        "conditional",
        "inTry",
        "inLambda",
        "inNested"
      })
  void shouldMarkCapturedObjectWhenFieldIsStored(String method) throws Exception {
    Object stores = make("Stores");
    Object next = make("Stores");
    call(stores, "link", next);
    word(stores, 7);
    word(next, 8);

    call(stores, method);

    assertThat(word(stores)).isEqualTo(-7);
    assertThat(drain()).contains(stores);
    assertThat(word(next)).isEqualTo(method.equals("chained") ? -8 : 8);
  }

  @Test
  void shouldMarkFieldsWithState() throws Exception {
    Class<?> holders = make("Holders").getClass();
    CapturedFields captured =
        new CapturedFields(new StateNames(List.of(), List.of()), CapturedFields::isWoven);

    assertThat(holders.getDeclaredFields())
        .extracting(Field::getName)
        .contains(Barrier.STATE_MARK + "first", Barrier.STATE_MARK + "second")
        .doesNotContain(Barrier.STATE_MARK + "third");
    assertThat(captured.declared(holders, true))
        .extracting(Field::getName)
        .containsExactlyInAnyOrder("first", "second");
    assertThat(captured.statics(holders)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"transientOnly", "staticOnly", "readOnly"})
  void shouldNotMarkObjectWhenNoCapturedFieldIsStored(String method) throws Exception {
    Object stores = make("Stores");
    word(stores, 7);

    call(stores, method);

    assertThat(word(stores)).isEqualTo(7);
    assertThat(drain()).isEmpty();
  }

  @Test
  void shouldNotMarkObjectThatWasNeverCaptured() throws Exception {
    Object stores = make("Stores");

    call(stores, "setInt");

    assertThat(word(stores)).isZero();
    assertThat(drain()).isEmpty();
  }

  @Test
  void shouldMarkOnceWhenStoredTwice() throws Exception {
    Object stores = make("Stores");
    word(stores, 7);

    call(stores, "setInt");
    call(stores, "setLong");

    assertThat(drain()).containsExactly(stores);
  }

  @Test
  void shouldComputeTheSameWhenWoven() throws Exception {
    Stores plain = new Stores();
    Object woven = make("Stores");
    for (String method : List.of("setInt", "setLong", "setDouble", "increment", "compound")) {
      Stores.class.getMethod(method).invoke(plain);
      call(woven, method);
    }

    assertThat(call(woven, "sum")).isEqualTo(plain.sum());
  }

  @Test
  void shouldGiveCloneNoWord() throws Exception {
    Object stores = make("Stores");
    word(stores, 7);

    Object copy = call(stores, "copy");

    assertThat(word(copy)).isZero();
    assertThat(word(stores)).isEqualTo(7);
  }

  @Test
  void shouldKeepDefaultSerialVersion() throws Exception {
    long original = ObjectStreamClass.lookup(Stores.class).getSerialVersionUID();

    Class<?> woven = loader.loadClass(Stores.class.getName());

    assertThat(ObjectStreamClass.lookup(woven).getSerialVersionUID()).isEqualTo(original);
  }

  /** Frameworks take the only constructor of a class for the one to call, and count them all. */
  @ParameterizedTest
  @ValueSource(strings = {"Stores", "StoresParent", "Point"})
  void shouldAddNoConstructorToClassWithoutState(String name) throws Exception {
    Class<?> plain = Class.forName(FIXTURES + "." + name);
    Class<?> woven = loader.loadClass(FIXTURES + "." + name);

    assertThat(woven).isNotSameAs(plain);
    assertThat(woven.getDeclaredConstructors()).hasSameSizeAs(plain.getDeclaredConstructors());
  }

  @Test
  void shouldAddOnlySyntheticMembers() throws Exception {
    Class<?> woven = loader.loadClass(Stores.class.getName());
    List<String> original =
        Stream.concat(
                Stream.of(Stores.class.getDeclaredFields()),
                Stream.of(Stores.class.getDeclaredMethods()))
            .map(Member::getName)
            .toList();

    Stream.of((Member[]) woven.getDeclaredFields(), woven.getDeclaredMethods())
        .flatMap(Stream::of)
        .filter(member -> !original.contains(member.getName()))
        .forEach(member -> assertThat(member.isSynthetic()).as(member.toString()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "isStatic", "locked", "callHidden", "fromInterface", "byOption"})
  void shouldRunCheckpointMethodInsideSection(String method) throws Exception {
    Object steps = make("Steps");

    assertThat(call(steps, method)).isEqualTo(true);

    assertThat(engine.commits).isEqualTo(1);
    assertThat(Sections.isInside()).isFalse();
  }

  @Test
  void shouldPassArgumentsAndResultThroughCheckpointMethod() throws Exception {
    Object steps = make("Steps");
    Method wide =
        steps.getClass().getMethod("wide", long.class, double.class, String.class, int[].class);

    assertThat(wide.invoke(steps, 5L, 2.5, "abc", new int[] {1, 2})).isEqualTo(12L);
    assertThat(wide.isVarArgs()).isTrue();
    assertThat(wide.isAnnotationPresent(io.rekindle.Checkpoint.class)).isTrue();
  }

  @Test
  void shouldCommitOnceWhenCheckpointMethodCallsItself() throws Exception {
    Object steps = make("Steps");

    Object result = steps.getClass().getMethod("nested", int.class).invoke(steps, 4);

    assertThat(result).isEqualTo(104);
    assertThat(engine.commits).isEqualTo(1);
  }

  @Test
  void shouldCommitAndThrowOnWhenCheckpointMethodFails() throws Exception {
    Object steps = make("Steps");
    Throwable thrown = null;
    try {
      call(steps, "fails");
    } catch (InvocationTargetException e) {
      thrown = e.getCause();
    }

    assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessage("inside=true");
    assertThat(engine.commits).isEqualTo(1);
    assertThat(Sections.isInside()).isFalse();
  }

  @Test
  void shouldReportHolderOnceWhenConstructorsDelegate() throws Exception {
    Object holder = make("Holders");

    assertThat(engine.constructed).containsExactly(holder);
    assertThat(holder.getClass().getField("second").get(holder)).isEqualTo("default");
    assertThat(holder.getClass().getField("first").get(holder)).isEqualTo(1L);
  }

  @Test
  void shouldReportHolderOnceWhenSubclassIsConstructed() throws Exception {
    Object holder = make("Holders$Derived");

    assertThat(engine.constructed).containsExactly(holder);
  }

  @Test
  void shouldGiveRecordsAWordAndKeepTheirMeaning() throws Exception {
    Class<?> type = loader.loadClass(FIXTURES + ".Point");
    var constructor = type.getDeclaredConstructor(int.class, long.class, Object.class);
    Object one = constructor.newInstance(1, 2L, "t");
    Object same = constructor.newInstance(1, 2L, "t");
    word(one, 9);

    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).hasToString("Point[x=1, y=2, tag=t]");
    assertThat(type.getRecordComponents()).hasSize(3);
    assertThat(word(one)).isEqualTo(9);
  }

  @Test
  void shouldTellWhichExceptionsLeaveMethodsThatAskForARestart() throws Exception {
    Object escapes = make("Escapes");
    String type = FIXTURES + ".Escapes.";
    RuntimeException failure = new IllegalStateException("jammed");
    class Unusual extends IllegalStateException {
      private static final long serialVersionUID = 1;
    }

    assertThat(thrownBy(escapes, "thrown", failure)).isSameAs(failure);
    assertThat(thrownBy(escapes, "thrown", new java.io.EOFException())).isNotNull();
    assertThat(thrownBy(escapes, "wide", 1L, 2.0, new Unusual())).isInstanceOf(Unusual.class);
    assertThat(thrownBy(escapes, "inSection", 7L, failure)).isSameAs(failure);
    assertThat(thrownBy(escapes, "ownRule", new IllegalArgumentException())).isNotNull();
    Object lambda = call(escapes, "lambda", failure);
    assertThat(catchThrowable(((java.util.function.Supplier<?>) lambda)::get)).isSameAs(failure);

    assertThat(engine.escalations).hasSize(6);
    assertThat(engine.escalations.get(0))
        .isEqualTo("GROUP java.lang.IllegalStateException left " + type + "thrown");
    assertThat(engine.escalations.get(1)).contains("java.io.EOFException left");
    assertThat(engine.escalations.get(2)).contains("Unusual left").endsWith("wide");
    assertThat(engine.escalations.get(3)).endsWith("inSection");
    assertThat(engine.escalations.get(4))
        .isEqualTo("SITE java.lang.IllegalArgumentException left " + type + "ownRule");
    assertThat(engine.escalations.get(5)).contains("lambda$");
    assertThat(engine.commits).as("of the section that failed").isEqualTo(1);
  }

  @Test
  void shouldLeaveOtherExceptionsAndResultsAlone() throws Exception {
    Object escapes = make("Escapes");

    assertThat(thrownBy(escapes, "thrown", new IllegalArgumentException())).isNotNull();
    assertThat(thrownBy(escapes, "ownRule", new IllegalStateException())).isNotNull();
    assertThat(call(escapes, "caughtWithin", new IllegalStateException())).isEqualTo(true);
    assertThat(call(escapes, "wide", 1L, 2.0, null)).isEqualTo(3L);
    assertThat(call(escapes, "inSection", 7L, null)).isEqualTo(7);

    assertThat(engine.escalations).isEmpty();
  }

  private static Throwable thrownBy(Object target, String method, Object... arguments) {
    Throwable thrown = catchThrowable(() -> call(target, method, arguments));
    return thrown == null ? null : thrown.getCause();
  }

  private Object make(String name) throws Exception {
    return loader.loadClass(FIXTURES + "." + name).getDeclaredConstructor().newInstance();
  }

  private static Object call(Object target, String method, Object... arguments) throws Exception {
    for (Method candidate : target.getClass().getMethods()) {
      if (candidate.getName().equals(method) && candidate.getParameterCount() == arguments.length) {
        return candidate.invoke(target, arguments);
      }
    }
    throw new NoSuchMethodException(method);
  }

  private static int word(Object object) throws Exception {
    return object.getClass().getField(Barrier.WORD_FIELD).getInt(object);
  }

  private static void word(Object object, int word) throws Exception {
    Field field = object.getClass().getField(Barrier.WORD_FIELD);
    field.setInt(object, word);
  }

  private static List<Object> drain() {
    List<Object> changed = new ArrayList<>();
    Barrier.drainTo(changed::add);
    return changed;
  }

  private static final class RecordingEngine implements Engine {
    private final List<Object> constructed = new ArrayList<>();
    private final List<String> escalations = new ArrayList<>();
    private int commits;

    @Override
    public void escalate(String level, String reason) {
      escalations.add(level + " " + reason);
    }

    @Override
    public void commit() {
      commits++;
    }

    @Override
    public void constructed(Object holder) {
      constructed.add(holder);
    }

    @Override
    public void initialized(Class<?> type) {}
  }
}
