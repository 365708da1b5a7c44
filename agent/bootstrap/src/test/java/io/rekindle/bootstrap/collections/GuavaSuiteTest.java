package io.rekindle.bootstrap.collections;

import com.google.common.collect.testing.AnEnum;
import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.ListTestSuiteBuilder;
import com.google.common.collect.testing.MapTestSuiteBuilder;
import com.google.common.collect.testing.NavigableMapTestSuiteBuilder;
import com.google.common.collect.testing.NavigableSetTestSuiteBuilder;
import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.SetTestSuiteBuilder;
import com.google.common.collect.testing.TestEnumMapGenerator;
import com.google.common.collect.testing.TestStringListGenerator;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.TestStringSetGenerator;
import com.google.common.collect.testing.TestStringSortedMapGenerator;
import com.google.common.collect.testing.TestStringSortedSetGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.Feature;
import com.google.common.collect.testing.features.ListFeature;
import com.google.common.collect.testing.features.MapFeature;
import com.google.common.collect.testing.features.SetFeature;
import java.util.Arrays;
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
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The suites that Guava's authors wrote for implementations of the JDK's collection interfaces,
 * with the features of the JDK's own: over each tracked type as it is made, and after a first
 * capture.
 */
class GuavaSuiteTest {

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
  private static final Feature<?>[] LINKED = join(NULLS, FAIL_FAST, SERIAL, ORDER);

  static {
    Kinds.prepare();
  }

  @TestFactory
  Stream<DynamicTest> shouldBehaveAsMapsDo() {
    return tests(
        form -> map("HashMap", TrackedHashMap::new, form, NULLS, FAIL_FAST, SERIAL),
        form -> map("Hashtable", TrackedHashtable::new, form, FAIL_FAST, SERIAL),
        form -> map("Properties", GuavaSuiteTest::properties, form, SERIAL),
        form -> map("LinkedHashMap", TrackedLinkedHashMap::new, form, LINKED),
        form -> map("AccessOrder", GuavaSuiteTest::accessOrdered, form, LINKED),
        form -> map("IdentityHashMap", TrackedIdentityHashMap::new, form, NULLS, FAIL_FAST),
        GuavaSuiteTest::enumMap,
        form -> navigable("TreeMap", TrackedTreeMap::new, form, NULL_VALUES, FAIL_FAST),
        form -> navigable("SkipListMap", TrackedConcurrentSkipListMap::new, form),
        form -> concurrent("ConcurrentHashMap", TrackedConcurrentHashMap::new, form));
  }

  @TestFactory
  Stream<DynamicTest> shouldBehaveAsCollectionsDo() {
    return tests(
        form -> set("HashSet", TrackedHashSet::new, form),
        form -> set("LinkedHashSet", TrackedLinkedHashSet::new, form, ORDER),
        form -> navigableSet("TreeSet", TrackedTreeSet::new, form, FAIL_FAST),
        form -> navigableSet("SkipListSet", TrackedConcurrentSkipListSet::new, form),
        form -> list("ArrayList", TrackedArrayList::new, form),
        form -> list("LinkedList", TrackedLinkedList::new, form),
        form -> queue("PriorityQueue", TrackedPriorityQueue::new, form, SERIAL),
        form -> list("Vector", TrackedVector::new, form),
        form -> list("Stack", TrackedStack::new, form),
        form -> queue("LinkedQueue", TrackedConcurrentLinkedQueue::new, form, ORDER, SERIAL),
        form -> queue("LinkedDeque", TrackedConcurrentLinkedDeque::new, form, ORDER, SERIAL),
        GuavaSuiteTest::copyOnWriteList,
        GuavaSuiteTest::copyOnWriteSet,
        form -> queue("ArrayDeque", TrackedArrayDeque::new, form, ORDER),
        form -> queue("LinkedListQueue", TrackedLinkedList::new, form, withNulls(), ORDER));
  }

  private static Stream<DynamicTest> tests(GuavaCases.Maker... suites) {
    return Stream.of(new GuavaForm(false, false), new GuavaForm(true, false))
        .flatMap(form -> Arrays.stream(suites).flatMap(suite -> GuavaCases.of(suite, form)));
  }

  private static Feature<?>[] withNulls() {
    return new Feature<?>[] {CollectionFeature.ALLOWS_NULL_VALUES};
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // The suites put strings only.
  private static Map<String, String> properties() {
    return (Map) new TrackedProperties();
  }

  private static Map<String, String> accessOrdered() {
    return new TrackedLinkedHashMap<>(16, 0.75f, true);
  }

  private static TestSuite map(
      String name, Supplier<Map<String, String>> empty, GuavaForm form, Feature<?>[]... features) {
    return MapTestSuiteBuilder.using(
            new TestStringMapGenerator() {
              @Override
              protected Map<String, String> create(Map.Entry<String, String>[] entries) {
                return form.fill(empty.get(), entries);
              }
            })
        .named(form.title(name))
        .withFeatures(ANY_MAP)
        .withFeatures(form.size())
        .withFeatures(join(features))
        .createTestSuite();
  }

  private static TestSuite enumMap(GuavaForm form) {
    return MapTestSuiteBuilder.using(
            new TestEnumMapGenerator() {
              @Override
              protected Map<AnEnum, String> create(Map.Entry<AnEnum, String>[] entries) {
                return form.<AnEnum, Map<AnEnum, String>>fill(
                    new TrackedEnumMap<>(AnEnum.class), entries);
              }
            })
        .named(form.title("EnumMap"))
        .withFeatures(ANY_MAP)
        .withFeatures(form.size())
        .withFeatures(NULL_VALUES)
        .withFeatures(MapFeature.RESTRICTS_KEYS, MapFeature.ALLOWS_ANY_NULL_QUERIES)
        .withFeatures(CollectionFeature.KNOWN_ORDER, CollectionFeature.SERIALIZABLE)
        .createTestSuite();
  }

  private static TestSuite concurrent(
      String name, Supplier<ConcurrentMap<String, String>> empty, GuavaForm form) {
    return ConcurrentMapTestSuiteBuilder.using(
            new TestStringMapGenerator() {
              @Override
              protected Map<String, String> create(Map.Entry<String, String>[] entries) {
                return form.fill(empty.get(), entries);
              }
            })
        .named(form.title(name))
        .withFeatures(ANY_MAP)
        .withFeatures(form.size())
        .withFeatures(SERIAL)
        .createTestSuite();
  }

  private static TestSuite navigable(
      String name,
      Supplier<NavigableMap<String, String>> empty,
      GuavaForm form,
      Feature<?>[]... features) {
    return NavigableMapTestSuiteBuilder.using(
            new TestStringSortedMapGenerator() {
              @Override
              protected SortedMap<String, String> create(Map.Entry<String, String>[] entries) {
                return form.fill(empty.get(), entries);
              }
            })
        .named(form.title(name))
        .withFeatures(ANY_MAP)
        .withFeatures(form.size())
        .withFeatures(CollectionFeature.KNOWN_ORDER)
        .withFeatures(CollectionFeature.SERIALIZABLE)
        .withFeatures(join(features))
        .createTestSuite();
  }

  private static TestSuite set(
      String name, Supplier<Set<String>> empty, GuavaForm form, Feature<?>[]... features) {
    return SetTestSuiteBuilder.using(
            new TestStringSetGenerator() {
              @Override
              protected Set<String> create(String[] elements) {
                return form.fill(empty.get(), elements);
              }
            })
        .named(form.title(name))
        .withFeatures(SetFeature.GENERAL_PURPOSE, form.size())
        .withFeatures(CollectionFeature.ALLOWS_NULL_VALUES, CollectionFeature.SERIALIZABLE)
        .withFeatures(CollectionFeature.FAILS_FAST_ON_CONCURRENT_MODIFICATION)
        .withFeatures(join(features))
        .createTestSuite();
  }

  private static TestSuite navigableSet(
      String name, Supplier<? extends SortedSet<String>> empty, GuavaForm form, Feature<?>[]... f) {
    return NavigableSetTestSuiteBuilder.using(
            new TestStringSortedSetGenerator() {
              @Override
              protected SortedSet<String> create(String[] elements) {
                return form.fill(empty.get(), elements);
              }
            })
        .named(form.title(name))
        .withFeatures(SetFeature.GENERAL_PURPOSE, form.size())
        .withFeatures(CollectionFeature.KNOWN_ORDER, CollectionFeature.SERIALIZABLE)
        .withFeatures(join(f))
        .createTestSuite();
  }

  private static TestSuite list(String name, Supplier<List<String>> empty, GuavaForm form) {
    return ListTestSuiteBuilder.using(
            new TestStringListGenerator() {
              @Override
              protected List<String> create(String[] elements) {
                return form.fill(empty.get(), elements);
              }
            })
        .named(form.title(name))
        .withFeatures(ListFeature.GENERAL_PURPOSE, form.size())
        .withFeatures(CollectionFeature.ALLOWS_NULL_VALUES, CollectionFeature.SERIALIZABLE)
        .withFeatures(CollectionFeature.FAILS_FAST_ON_CONCURRENT_MODIFICATION)
        .createTestSuite();
  }

  /** Its iterators see one state only, and change nothing. */
  private static TestSuite copyOnWriteList(GuavaForm form) {
    return ListTestSuiteBuilder.using(
            new TestStringListGenerator() {
              @Override
              protected List<String> create(String[] elements) {
                return form.<List<String>>fill(new TrackedCopyOnWriteArrayList<>(), elements);
              }
            })
        .named(form.title("CopyOnWriteArrayList"))
        .withFeatures(ListFeature.SUPPORTS_ADD_WITH_INDEX, ListFeature.SUPPORTS_SET)
        .withFeatures(ListFeature.SUPPORTS_REMOVE_WITH_INDEX, form.size())
        .withFeatures(CollectionFeature.SUPPORTS_ADD, CollectionFeature.SUPPORTS_REMOVE)
        .withFeatures(CollectionFeature.ALLOWS_NULL_VALUES, CollectionFeature.SERIALIZABLE)
        .createTestSuite();
  }

  private static TestSuite copyOnWriteSet(GuavaForm form) {
    return SetTestSuiteBuilder.using(
            new TestStringSetGenerator() {
              @Override
              protected Set<String> create(String[] elements) {
                return form.<Set<String>>fill(new TrackedCopyOnWriteArraySet<>(), elements);
              }
            })
        .named(form.title("CopyOnWriteArraySet"))
        .withFeatures(CollectionFeature.SUPPORTS_ADD, CollectionFeature.SUPPORTS_REMOVE)
        .withFeatures(CollectionFeature.ALLOWS_NULL_VALUES, CollectionFeature.SERIALIZABLE)
        .withFeatures(CollectionFeature.KNOWN_ORDER, form.size())
        .createTestSuite();
  }

  private static TestSuite queue(
      String name, Supplier<Queue<String>> empty, GuavaForm form, Feature<?>[]... features) {
    return QueueTestSuiteBuilder.using(
            new TestStringQueueGenerator() {
              @Override
              protected Queue<String> create(String[] elements) {
                return form.fill(empty.get(), elements);
              }
            })
        .named(form.title(name))
        .withFeatures(CollectionFeature.GENERAL_PURPOSE, form.size())
        .withFeatures(join(features))
        .createTestSuite();
  }

  private static Feature<?>[] join(Feature<?>[]... features) {
    return Arrays.stream(features).flatMap(Arrays::stream).toArray(Feature<?>[]::new);
  }
}
