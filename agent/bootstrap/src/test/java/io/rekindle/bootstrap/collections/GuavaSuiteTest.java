package io.rekindle.bootstrap.collections;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.ListTestSuiteBuilder;
import com.google.common.collect.testing.MapTestSuiteBuilder;
import com.google.common.collect.testing.NavigableMapTestSuiteBuilder;
import com.google.common.collect.testing.NavigableSetTestSuiteBuilder;
import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.SetTestSuiteBuilder;
import com.google.common.collect.testing.TestStringListGenerator;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.TestStringSetGenerator;
import com.google.common.collect.testing.TestStringSortedMapGenerator;
import com.google.common.collect.testing.TestStringSortedSetGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.Feature;
import com.google.common.collect.testing.features.ListFeature;
import com.google.common.collect.testing.features.MapFeature;
import com.google.common.collect.testing.features.SetFeature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import junit.framework.Test;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The suites that Guava's authors wrote for implementations of the JDK's collection interfaces,
 * with the features of the JDK's own: over each tracked type as it is made, and after a first
 * capture.
 */
class GuavaSuiteTest {

  private static final boolean SOAK = Boolean.getBoolean("rekindle.soak");
  private static final Feature<?>[] ANY_MAP = {
    MapFeature.GENERAL_PURPOSE, CollectionFeature.SUPPORTS_ITERATOR_REMOVE
  };
  private static final Feature<?>[] NULLS = {
    MapFeature.ALLOWS_NULL_KEYS, MapFeature.ALLOWS_NULL_VALUES, MapFeature.ALLOWS_ANY_NULL_QUERIES
  };
  private static final Feature<?>[] FAIL_FAST = {
    MapFeature.FAILS_FAST_ON_CONCURRENT_MODIFICATION,
    CollectionFeature.FAILS_FAST_ON_CONCURRENT_MODIFICATION
  };
  private static final Feature<?>[] NULL_VALUES = {MapFeature.ALLOWS_NULL_VALUES};
  private static final Feature<?>[] SERIAL = {CollectionFeature.SERIALIZABLE};
  private static final Feature<?>[] ORDER = {CollectionFeature.KNOWN_ORDER};

  static {
    Kinds.prepare();
  }

  @TestFactory
  Stream<DynamicTest> shouldBehaveAsMapsDo() {
    List<DynamicTest> tests = new ArrayList<>();
    for (boolean captured : new boolean[] {false, true}) {
      tests.addAll(map("HashMap", TrackedHashMap::new, captured, NULLS, FAIL_FAST, SERIAL));
      tests.addAll(map("Hashtable", TrackedHashtable::new, captured, FAIL_FAST, SERIAL));
      tests.addAll(map("Properties", GuavaSuiteTest::properties, captured, SERIAL));
      tests.addAll(
          map(
              "LinkedHashMap",
              TrackedLinkedHashMap::new,
              captured,
              NULLS,
              FAIL_FAST,
              SERIAL,
              ORDER));
      tests.addAll(navigable("TreeMap", TrackedTreeMap::new, captured, NULL_VALUES, FAIL_FAST));
      tests.addAll(navigable("SkipListMap", TrackedConcurrentSkipListMap::new, captured));
      tests.addAll(concurrent("ConcurrentHashMap", TrackedConcurrentHashMap::new, captured));
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> shouldBehaveAsCollectionsDo() {
    List<DynamicTest> tests = new ArrayList<>();
    for (boolean captured : new boolean[] {false, true}) {
      tests.addAll(set("HashSet", TrackedHashSet::new, captured));
      tests.addAll(set("LinkedHashSet", TrackedLinkedHashSet::new, captured, ORDER));
      tests.addAll(navigableSet("TreeSet", TrackedTreeSet::new, captured, FAIL_FAST));
      tests.addAll(navigableSet("SkipListSet", TrackedConcurrentSkipListSet::new, captured));
      tests.addAll(list("ArrayList", TrackedArrayList::new, captured));
      tests.addAll(list("LinkedList", TrackedLinkedList::new, captured));
      tests.addAll(queue("PriorityQueue", TrackedPriorityQueue::new, captured, SERIAL));
      tests.addAll(list("Vector", TrackedVector::new, captured));
      tests.addAll(list("Stack", TrackedStack::new, captured));
      tests.addAll(
          queue(
              "ConcurrentLinkedQueue", TrackedConcurrentLinkedQueue::new, captured, ORDER, SERIAL));
      tests.addAll(
          queue(
              "ConcurrentLinkedDeque", TrackedConcurrentLinkedDeque::new, captured, ORDER, SERIAL));
      tests.addAll(copyOnWriteList(captured));
      tests.addAll(copyOnWriteSet(captured));
      tests.addAll(queue("ArrayDeque", TrackedArrayDeque::new, captured, ORDER));
      tests.addAll(queue("LinkedListQueue", TrackedLinkedList::new, captured, withNulls(), ORDER));
    }
    return tests.stream();
  }

  private static Feature<?>[] withNulls() {
    return new Feature<?>[] {CollectionFeature.ALLOWS_NULL_VALUES};
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // The suites put strings only.
  private static Map<String, String> properties() {
    return (Map) new TrackedProperties();
  }

  private static <C> C start(C container, boolean captured) {
    if (captured) {
      ((TrackedContainer) container).$rekindle$startLog().word(1);
    }
    return container;
  }

  private static <C extends Collection<String>> C fill(C empty, boolean captured, String[] values) {
    empty.addAll(Arrays.asList(values));
    return start(empty, captured);
  }

  private static <M extends Map<String, String>> M fill(
      M empty, boolean captured, Map.Entry<String, String>[] entries) {
    for (Map.Entry<String, String> entry : entries) {
      empty.put(entry.getKey(), entry.getValue());
    }
    return start(empty, captured);
  }

  private static List<DynamicTest> map(
      String name,
      Supplier<Map<String, String>> empty,
      boolean captured,
      Feature<?>[]... features) {
    return tests(
        MapTestSuiteBuilder.using(
                new TestStringMapGenerator() {
                  @Override
                  protected Map<String, String> create(Map.Entry<String, String>[] entries) {
                    return fill(empty.get(), captured, entries);
                  }
                })
            .named(title(name, captured))
            .withFeatures(ANY_MAP)
            .withFeatures(size(captured))
            .withFeatures(join(features))
            .createTestSuite());
  }

  private static List<DynamicTest> concurrent(
      String name, Supplier<ConcurrentMap<String, String>> empty, boolean captured) {
    return tests(
        ConcurrentMapTestSuiteBuilder.using(
                new TestStringMapGenerator() {
                  @Override
                  protected Map<String, String> create(Map.Entry<String, String>[] entries) {
                    return fill(empty.get(), captured, entries);
                  }
                })
            .named(title(name, captured))
            .withFeatures(ANY_MAP)
            .withFeatures(size(captured))
            .withFeatures(SERIAL)
            .createTestSuite());
  }

  private static List<DynamicTest> navigable(
      String name,
      Supplier<NavigableMap<String, String>> empty,
      boolean captured,
      Feature<?>[]... features) {
    return tests(
        NavigableMapTestSuiteBuilder.using(
                new TestStringSortedMapGenerator() {
                  @Override
                  protected SortedMap<String, String> create(Map.Entry<String, String>[] entries) {
                    return fill(empty.get(), captured, entries);
                  }
                })
            .named(title(name, captured))
            .withFeatures(ANY_MAP)
            .withFeatures(size(captured))
            .withFeatures(CollectionFeature.KNOWN_ORDER)
            .withFeatures(CollectionFeature.SERIALIZABLE)
            .withFeatures(join(features))
            .createTestSuite());
  }

  private static List<DynamicTest> set(
      String name, Supplier<Set<String>> empty, boolean captured, Feature<?>[]... features) {
    return tests(
        SetTestSuiteBuilder.using(
                new TestStringSetGenerator() {
                  @Override
                  protected Set<String> create(String[] elements) {
                    return fill(empty.get(), captured, elements);
                  }
                })
            .named(title(name, captured))
            .withFeatures(SetFeature.GENERAL_PURPOSE, size(captured))
            .withFeatures(CollectionFeature.ALLOWS_NULL_VALUES, CollectionFeature.SERIALIZABLE)
            .withFeatures(CollectionFeature.FAILS_FAST_ON_CONCURRENT_MODIFICATION)
            .withFeatures(join(features))
            .createTestSuite());
  }

  private static List<DynamicTest> navigableSet(
      String name,
      Supplier<? extends SortedSet<String>> empty,
      boolean captured,
      Feature<?>[]... f) {
    return tests(
        NavigableSetTestSuiteBuilder.using(
                new TestStringSortedSetGenerator() {
                  @Override
                  protected SortedSet<String> create(String[] elements) {
                    return fill(empty.get(), captured, elements);
                  }
                })
            .named(title(name, captured))
            .withFeatures(SetFeature.GENERAL_PURPOSE, size(captured))
            .withFeatures(CollectionFeature.KNOWN_ORDER, CollectionFeature.SERIALIZABLE)
            .withFeatures(join(f))
            .createTestSuite());
  }

  private static List<DynamicTest> list(
      String name, Supplier<List<String>> empty, boolean captured) {
    return tests(
        ListTestSuiteBuilder.using(
                new TestStringListGenerator() {
                  @Override
                  protected List<String> create(String[] elements) {
                    return fill(empty.get(), captured, elements);
                  }
                })
            .named(title(name, captured))
            .withFeatures(ListFeature.GENERAL_PURPOSE, size(captured))
            .withFeatures(CollectionFeature.ALLOWS_NULL_VALUES, CollectionFeature.SERIALIZABLE)
            .withFeatures(CollectionFeature.FAILS_FAST_ON_CONCURRENT_MODIFICATION)
            .createTestSuite());
  }

  /** Its iterators see one state only, and change nothing. */
  private static List<DynamicTest> copyOnWriteList(boolean captured) {
    return tests(
        ListTestSuiteBuilder.using(
                new TestStringListGenerator() {
                  @Override
                  protected List<String> create(String[] elements) {
                    return fill(new TrackedCopyOnWriteArrayList<>(), captured, elements);
                  }
                })
            .named(title("CopyOnWriteArrayList", captured))
            .withFeatures(ListFeature.SUPPORTS_ADD_WITH_INDEX, ListFeature.SUPPORTS_SET)
            .withFeatures(ListFeature.SUPPORTS_REMOVE_WITH_INDEX, size(captured))
            .withFeatures(CollectionFeature.SUPPORTS_ADD, CollectionFeature.SUPPORTS_REMOVE)
            .withFeatures(CollectionFeature.ALLOWS_NULL_VALUES, CollectionFeature.SERIALIZABLE)
            .createTestSuite());
  }

  private static List<DynamicTest> copyOnWriteSet(boolean captured) {
    return tests(
        SetTestSuiteBuilder.using(
                new TestStringSetGenerator() {
                  @Override
                  protected Set<String> create(String[] elements) {
                    return fill(new TrackedCopyOnWriteArraySet<>(), captured, elements);
                  }
                })
            .named(title("CopyOnWriteArraySet", captured))
            .withFeatures(CollectionFeature.SUPPORTS_ADD, CollectionFeature.SUPPORTS_REMOVE)
            .withFeatures(CollectionFeature.ALLOWS_NULL_VALUES, CollectionFeature.SERIALIZABLE)
            .withFeatures(CollectionFeature.KNOWN_ORDER, size(captured))
            .createTestSuite());
  }

  private static List<DynamicTest> queue(
      String name, Supplier<Queue<String>> empty, boolean captured, Feature<?>[]... features) {
    return tests(
        QueueTestSuiteBuilder.using(
                new TestStringQueueGenerator() {
                  @Override
                  protected Queue<String> create(String[] elements) {
                    return fill(empty.get(), captured, elements);
                  }
                })
            .named(title(name, captured))
            .withFeatures(CollectionFeature.GENERAL_PURPOSE, size(captured))
            .withFeatures(join(features))
            .createTestSuite());
  }

  /** Before the first capture the mutators only call the superclass: one size will do. */
  private static CollectionSize size(boolean captured) {
    return captured || SOAK ? CollectionSize.ANY : CollectionSize.SEVERAL;
  }

  private static String title(String name, boolean captured) {
    return captured ? name + ", captured" : name;
  }

  private static Feature<?>[] join(Feature<?>[]... features) {
    return Arrays.stream(features).flatMap(Arrays::stream).toArray(Feature<?>[]::new);
  }

  private static List<DynamicTest> tests(TestSuite suite) {
    return tests(suite, "");
  }

  /** One test for each of the suites that hold test cases. */
  private static List<DynamicTest> tests(TestSuite suite, String outer) {
    String path = outer + "/" + suite.getName();
    List<DynamicTest> tests = new ArrayList<>();
    List<TestCase> cases = new ArrayList<>();
    for (int i = 0; i < suite.testCount(); i++) {
      Test test = suite.testAt(i);
      if (test instanceof TestSuite inner) {
        tests.addAll(tests(inner, path));
      } else if (!isRefusedByTheJdks(path, test.toString())) {
        cases.add((TestCase) test);
      }
    }
    if (!cases.isEmpty()) {
      tests.add(DynamicTest.dynamicTest(path, () -> run(cases)));
    }
    return tests;
  }

  private static void run(List<TestCase> cases) {
    SoftAssertions failures = new SoftAssertions();
    for (TestCase test : cases) {
      failures.assertThatCode(test::runBare).as(test.toString()).doesNotThrowAnyException();
    }
    failures.assertAll();
  }

  /**
   * What the JDK's types do other than their contracts say: one takes entries through its entry
   * set, the entries of the next can't be changed, another does not refuse to merge null, and the
   * iterators and sub lists of the last are of the list as it was.
   */
  private static boolean isRefusedByTheJdks(String path, String test) {
    if (path.contains("SkipListMap")) {
      return test.contains("SetValue");
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
