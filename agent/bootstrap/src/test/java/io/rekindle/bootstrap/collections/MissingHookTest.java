package io.rekindle.bootstrap.collections;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Takes the hook out of one mutator after the other, by making it see no log, and requires that the
 * operations of {@link HookTest} then fail for one of the types that use it: so a hook that is
 * forgotten is noticed.
 */
class MissingHookTest {

  private static final int RUN_COUNT = 25;

  /** Classes that are no tracked types themselves, with types that use them. */
  static final Map<String, List<String>> VIEWS =
      Map.ofEntries(
          Map.entry("EntriesView", List.of("HashMap")),
          Map.entry("KeysView", List.of("HashMap", "TreeMap")),
          Map.entry("ValuesView", List.of("HashMap")),
          Map.entry("TrackedEntry", List.of("HashMap")),
          Map.entry("Removals", List.of("HashMap")),
          Map.entry("SubListView", List.of("ArrayList")),
          Map.entry("ListIteratorView", List.of("LinkedList")),
          Map.entry("DifferenceIterator", List.of("ArrayDeque")),
          Map.entry("HeapIterator", List.of("PriorityQueue")),
          Map.entry("SharedIterator", List.of("ConcurrentLinkedQueue")),
          Map.entry("CopyOnWriteView", List.of("CopyOnWriteArrayList")),
          Map.entry("NavigableKeysView", List.of("TreeMap")),
          Map.entry("NavigableSetView", List.of("TreeSet")),
          Map.entry("NavigableMapView", List.of("TreeMap")));

  @TestFactory
  Stream<DynamicTest> shouldNoticeEachMissingHook() throws IOException {
    return tests(false, failure -> assertThat(failure).as("loss of the hook").isNotNull());
  }

  /** An exemption that is not needed would let a forgotten hook pass. */
  @TestFactory
  Stream<DynamicTest> shouldExemptOnlyHooksWhoseLossGoesUnnoticed() throws IOException {
    return tests(true, failure -> assertThat(failure).as("loss of an exempt hook").isNull());
  }

  private static Stream<DynamicTest> tests(boolean redundant, Consumer<String> requirement)
      throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, List<String>> type : kindsByClass().entrySet()) {
      String simpleName = type.getKey();
      for (String method : HookCode.hooks(simpleName)) {
        if (Redundant.contains(simpleName, method) == redundant) {
          tests.add(
              DynamicTest.dynamicTest(
                  simpleName + "." + method,
                  () -> requirement.accept(failureWithout(simpleName, method, type.getValue()))));
        }
      }
    }
    return tests.stream();
  }

  /** Of each class with hooks, the types whose operations use it. */
  private static Map<String, List<String>> kindsByClass() {
    Map<String, List<String>> kinds = new TreeMap<>(VIEWS);
    for (Kind<?> kind : Kinds.all()) {
      String simpleName = kind.empty().get().getClass().getSimpleName();
      if (simpleName.equals("Tracked" + kind.name())) {
        kinds.put(
            simpleName,
            kind.name().equals("LinkedHashMap")
                ? List.of(kind.name(), "AccessOrder")
                : List.of(kind.name()));
      }
    }
    return kinds;
  }

  /** What the operations find wrong if a method sees no log, or null. */
  private static String failureWithout(String simpleName, String method, List<String> kinds)
      throws Exception {
    ClassLoader unhooked =
        new RewrittenPackage(
            (name, bytes) ->
                name.equals(simpleName) ? HookCode.without(method::equals, bytes) : bytes);
    Class<?> runner = unhooked.loadClass(Runner.class.getName());
    for (String kind : kinds) {
      var check = runner.getDeclaredMethod("check", String.class, int.class);
      check.setAccessible(true);
      Object failure = check.invoke(null, kind, RUN_COUNT);
      if (failure != null) {
        return (String) failure;
      }
    }
    return null;
  }

  /** Runs within the other loader. */
  static final class Runner {
    private Runner() {}

    static String check(String kind, int runCount) {
      try {
        return Kinds.named(kind).check(0, runCount);
      } catch (RuntimeException e) {
        // The model could not even be brought forward.
        return e.toString();
      }
    }
  }
}
