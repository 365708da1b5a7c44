package io.rekindle.bootstrap.collections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import junit.framework.Test;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;

/**
 * The cases of one of Guava's suites. Each has to pass, but for those that the JDK's own type does
 * not pass: they run with that too, and have to end alike.
 */
final class GuavaCases {

  /** Less would mean that a suite was put together wrongly, and proves nothing. */
  private static final int CASES_MIN = 60;

  private GuavaCases() {}

  /** Puts a suite together, for containers of one form. */
  interface Maker {
    TestSuite make(GuavaForm form);
  }

  /** One test for each of the suites that hold cases. */
  static Stream<DynamicTest> of(Maker maker, GuavaForm form) {
    Map<String, List<TestCase>> tracked = byPath(maker.make(form));
    assertThat(tracked.values().stream().mapToInt(List::size).sum()).isGreaterThan(CASES_MIN);
    Counterparts plain = new Counterparts(maker, form.asPlain());
    return tracked.entrySet().stream()
        .map(
            suite ->
                DynamicTest.dynamicTest(
                    suite.getKey(), () -> run(suite.getKey(), suite.getValue(), plain)));
  }

  /** The same cases with the JDK's type: a second suite that is made if it is needed. */
  private static final class Counterparts {
    private final Maker maker;
    private final GuavaForm form;
    private Map<String, List<TestCase>> cases;

    Counterparts(Maker maker, GuavaForm form) {
      this.maker = maker;
      this.form = form;
    }

    TestCase find(String path, int index) {
      if (cases == null) {
        cases = byPath(maker.make(form));
      }
      return cases.get(path).get(index);
    }
  }

  private static Map<String, List<TestCase>> byPath(TestSuite suite) {
    Map<String, List<TestCase>> cases = new LinkedHashMap<>();
    collect(suite, "", cases);
    return cases;
  }

  private static void collect(TestSuite suite, String outer, Map<String, List<TestCase>> cases) {
    String path = outer + "/" + suite.getName();
    for (int i = 0; i < suite.testCount(); i++) {
      Test test = suite.testAt(i);
      if (test instanceof TestSuite inner) {
        collect(inner, path, cases);
      } else {
        cases.computeIfAbsent(path, p -> new ArrayList<>()).add((TestCase) test);
      }
    }
  }

  private static void run(String path, List<TestCase> tracked, Counterparts plain) {
    SoftAssertions failures = new SoftAssertions();
    for (int i = 0; i < tracked.size(); i++) {
      TestCase test = tracked.get(i);
      if (isRefusedByTheJdks(path, test.toString())) {
        TestCase counterpart = plain.find(path, i);
        failures.assertThat(counterpart.toString()).isEqualTo(test.toString());
        failures.assertThat(ending(test)).as(test.toString()).isEqualTo(ending(counterpart));
      } else {
        failures.assertThatCode(test::runBare).as(test.toString()).doesNotThrowAnyException();
      }
    }
    failures.assertAll();
  }

  private static String ending(TestCase test) {
    try {
      test.runBare();
      return "passed";
    } catch (Throwable e) {
      return e.getClass().getName();
    }
  }

  /**
   * What the JDK's types do other than their contracts say: one takes entries through its entry
   * set, the entries of the next can't be changed, another does not refuse to merge null, and the
   * iterators and sub lists of the last are of the list as it was. An identity map is no map by the
   * letter: its hash code is not that of its keys.
   */
  private static boolean isRefusedByTheJdks(String path, String test) {
    if (path.contains("SkipListMap")) {
      return test.contains("SetValue");
    }
    if (path.contains("IdentityHashMap")) {
      return test.startsWith("testHashCode");
    }
    if (path.contains("Hashtable")) {
      return test.startsWith("testMergeNullValue");
    }
    if (path.contains("CopyOnWrite")) {
      return test.startsWith("testListIterator_fullyModifiable")
          || test.startsWith("testSpliteratorNotImmutable")
          || test.startsWith("testSubList_originalListSetAffectsSubList");
    }
    return path.contains("ConcurrentHashMap")
        && path.contains("entrySet")
        && (test.startsWith("testAdd_unsupported") || test.startsWith("testAddAll_unsupported"));
  }
}
