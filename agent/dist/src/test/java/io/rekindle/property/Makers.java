package io.rekindle.property;

import io.rekindle.property.library.LibraryBox;
import io.rekindle.property.library.LibraryList;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.stream.Stream;

/** One way to make an object of each type that state may hold. */
final class Makers {

  private static final Map<String, Function<Values, Object>> ALL = new LinkedHashMap<>();
  private static final List<Function<Values, Object>> LIST;

  static {
    own();
    arrays();
    lists();
    sets();
    maps();
    queues();
    immutable();
    wrappers();
    atomics();
    others();
    LIST = List.copyOf(ALL.values());
  }

  private Makers() {}

  /** By name, for a test of each. */
  static Map<String, Function<Values, Object>> all() {
    return ALL;
  }

  static Object make(Random random, Values values) {
    return LIST.get(random.nextInt(LIST.size())).apply(values);
  }

  private static void add(String name, Function<Values, Object> maker) {
    if (ALL.put(name, maker) != null) {
      throw new IllegalStateException("twice: " + name);
    }
  }

  private static int number(Values values) {
    return values.text().hashCode();
  }

  private static void own() {
    add("object", v -> new Object());
    add("node", v -> new Shapes.Node(number(v)));
    add("subclass", v -> new Shapes.SubNode(number(v), v.any()));
    add("generic subclass", v -> new Shapes.Pair<>(number(v), v.any(), v.any()));
    add("record", v -> new Shapes.Link(v.any(), v.any(), new Shapes.Point(3, "p"), new int[4]));
    add(
        "record in record",
        v -> new Shapes.Link(new Shapes.Link(1, v.any(), null, null), 2, null, null));
    add("inner class", v -> new Shapes.Outer(number(v), 0, v.any()));
    add("local class", v -> new Shapes.Outer(number(v), 1, v.any()));
    add("anonymous class", v -> new Shapes.Outer(number(v), 2, v.any()));
    add("subclass of ArrayList", v -> new Shapes.NamedList(v.text(), v.any()));
    add("subclass of HashMap", v -> new Shapes.NamedMap(number(v)));
    add(
        "subclass of an exception",
        v -> new Shapes.Trouble(v.text(), new IllegalStateException("cause"), 7, v.any()));
    add("comparator", v -> new Shapes.ByLength(true));
    add("lock and condition", v -> new Shapes.Guarded());
    add(
        "library list",
        v -> {
          LibraryList<Object> list = new LibraryList<>();
          list.add(v.any());
          list.add(new Shapes.Node(5));
          return list;
        });
    add("library box", v -> new LibraryBox<>(v.any(), new LibraryList<Object>()));
  }

  private static void arrays() {
    add("boolean[]", v -> new boolean[] {true, false, true});
    add("byte[]", v -> new byte[number(v) & 0xfff]);
    add("short[]", v -> new short[] {1, -2});
    add("char[]", v -> v.text().toCharArray());
    add("int[]", v -> new int[] {1, Integer.MIN_VALUE, number(v)});
    add("long[]", v -> new long[] {1, Long.MIN_VALUE});
    add("float[]", v -> new float[] {1, Float.NaN, -0f});
    add("double[]", v -> new double[] {1, Double.NaN, -0.0});
    add("int[][]", v -> new int[][] {{1}, null, {2, 3}});
    add("Object[]", v -> new Object[] {v.any(), v.any(), v.any()});
    add("Object[][]", v -> new Object[][] {{v.any()}, new String[] {v.text()}, null});
    add("String[]", v -> new String[] {v.text(), null});
    add("enum[]", v -> new Shapes.Shade[] {Shapes.Shade.LIGHT, null, Shapes.Shade.DARK});
    add("Class[]", v -> new Class<?>[] {int.class, Shapes.Node.class});
    add("Integer[]", v -> new Integer[] {1, null});
    add("large Object[]", v -> new Object[3000]);
  }

  private static void lists() {
    add("ArrayList", v -> new ArrayList<>());
    add("LinkedList", v -> new LinkedList<>());
    add("Vector", v -> new Vector<>(3, 5));
    add("Stack", v -> new Stack<>());
    add("CopyOnWriteArrayList", v -> new CopyOnWriteArrayList<>());
  }

  private static void sets() {
    add("HashSet", v -> new HashSet<>());
    add("HashSet of capacity", v -> new HashSet<>(100, 0.3f));
    add("LinkedHashSet", v -> new LinkedHashSet<>());
    add("TreeSet", v -> new TreeSet<String>());
    add("TreeSet by comparator", v -> new TreeSet<>(new Shapes.ByLength(true)));
    add("EnumSet", v -> EnumSet.of(Shapes.Shade.LIGHT));
    add("large EnumSet", v -> EnumSet.range(Shapes.Many.A3, Shapes.Many.G5));
    add(
        "BitSet",
        v -> {
          BitSet bits = new BitSet();
          bits.or(BitSet.valueOf(new long[] {number(v), 7}));
          return bits;
        });
    add("newKeySet", v -> ConcurrentHashMap.newKeySet());
    add("ConcurrentSkipListSet", v -> new ConcurrentSkipListSet<String>());
    add(
        "ConcurrentSkipListSet by comparator",
        v -> new ConcurrentSkipListSet<>(new Shapes.ByLength(false)));
    add("CopyOnWriteArraySet", v -> new CopyOnWriteArraySet<>());
    add("newSetFromMap", v -> Collections.newSetFromMap(new LinkedHashMap<>()));
    add("identity set", v -> Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static void maps() {
    add("HashMap", v -> new HashMap<>());
    add("HashMap of capacity", v -> new HashMap<>(200, 2.5f));
    add("LinkedHashMap", v -> new LinkedHashMap<>());
    add("LinkedHashMap in access order", v -> new LinkedHashMap<>(8, 0.75f, true));
    add("TreeMap", v -> new TreeMap<String, Object>());
    add("TreeMap by comparator", v -> new TreeMap<String, Object>(new Shapes.ByLength(false)));
    add("TreeMap reversed", v -> new TreeMap<String, Object>(Comparator.reverseOrder()));
    add(
        "TreeMap reversed comparator",
        v -> new TreeMap<String, Object>(Collections.reverseOrder(new Shapes.ByLength(false))));
    add("TreeMap ignoring case", v -> new TreeMap<String, Object>(String.CASE_INSENSITIVE_ORDER));
    add("TreeMap natural order", v -> new TreeMap<String, Object>(Comparator.naturalOrder()));
    add("EnumMap", v -> new EnumMap<Shapes.Shade, Object>(Shapes.Shade.class));
    add("IdentityHashMap", v -> new IdentityHashMap<>());
    add("WeakHashMap", v -> new WeakHashMap<>());
    add("Hashtable", v -> new Hashtable<>(5, 0.9f));
    add(
        "Properties",
        v -> {
          Properties defaults = new Properties();
          defaults.put("d", "e");
          return new Properties(defaults);
        });
    add("ConcurrentHashMap", v -> new ConcurrentHashMap<>());
    add("ConcurrentHashMap of capacity", v -> new ConcurrentHashMap<>(300));
    add("ConcurrentSkipListMap", v -> new ConcurrentSkipListMap<String, Object>());
    add(
        "ConcurrentSkipListMap by comparator",
        v -> new ConcurrentSkipListMap<String, Object>(new Shapes.ByLength(true)));
  }

  private static void queues() {
    add("ArrayDeque", v -> new ArrayDeque<>());
    add("PriorityQueue", v -> new PriorityQueue<String>());
    add("PriorityQueue by comparator", v -> new PriorityQueue<>(new Shapes.ByLength(true)));
    add("ConcurrentLinkedQueue", v -> new ConcurrentLinkedQueue<>());
    add("ConcurrentLinkedDeque", v -> new ConcurrentLinkedDeque<>());
    add("ArrayBlockingQueue", v -> new ArrayBlockingQueue<>(5, true));
    add("LinkedBlockingQueue", v -> new LinkedBlockingQueue<>(7));
    add("LinkedBlockingDeque", v -> new LinkedBlockingDeque<>());
    add("PriorityBlockingQueue", v -> new PriorityBlockingQueue<>(4, new Shapes.ByLength(true)));
    add("DelayQueue", v -> new DelayQueue<Shapes.Due>());
    add("LinkedTransferQueue", v -> new LinkedTransferQueue<>());
    add("SynchronousQueue", v -> new SynchronousQueue<>());
  }

  private static void immutable() {
    add("List.of()", v -> List.of());
    add("List.of(1)", v -> List.of(v.present()));
    add("List.of(n)", v -> List.of(v.present(), v.present(), v.present()));
    add("Set.of(1)", v -> Set.of(v.key()));
    add("Set.of(n)", v -> Set.of(1, "2", 3L, new Shapes.Key(4)));
    add("Map.of(1)", v -> Map.of(v.key(), v.present()));
    add("Map.of(n)", v -> Map.of(1, v.present(), "2", v.present(), new Shapes.Key(3), 3));
    add("Stream.toList", v -> Stream.of(v.any(), null, v.any()).toList());
    add("Optional", v -> Optional.of(v.present()));
    add("Optional.empty", v -> Optional.empty());
    add("OptionalInt", v -> OptionalInt.of(number(v)));
    add("OptionalLong", v -> OptionalLong.of(5));
    add("OptionalDouble", v -> OptionalDouble.of(-0.5));
    add("SimpleEntry", v -> new AbstractMap.SimpleEntry<>(v.any(), v.any()));
    add("Map.entry", v -> Map.entry(v.present(), v.present()));
    add("immutable entry", v -> new AbstractMap.SimpleImmutableEntry<>(v.any(), v.any()));
  }

  private static List<Object> list(Values v) {
    List<Object> list = new ArrayList<>();
    list.add(v.any());
    list.add(v.any());
    return list;
  }

  private static Map<Object, Object> map(Values v) {
    Map<Object, Object> map = new HashMap<>();
    map.put(v.stableKey(), v.any());
    return map;
  }

  private static void wrappers() {
    add("Arrays.asList", v -> Arrays.asList(v.any(), v.any()));
    add("unmodifiableList", v -> Collections.unmodifiableList(list(v)));
    add("unmodifiableList linked", v -> Collections.unmodifiableList(new LinkedList<>(list(v))));
    add("unmodifiableCollection", v -> Collections.unmodifiableCollection(list(v)));
    add("unmodifiableSet", v -> Collections.unmodifiableSet(new HashSet<>(Set.of(v.key()))));
    add("unmodifiableMap", v -> Collections.unmodifiableMap(map(v)));
    add(
        "unmodifiableSortedMap",
        v -> Collections.unmodifiableSortedMap(new TreeMap<>(Map.of("a", v.present()))));
    add("synchronizedList", v -> Collections.synchronizedList(list(v)));
    add("synchronizedCollection", v -> Collections.synchronizedCollection(list(v)));
    add("synchronizedSet", v -> Collections.synchronizedSet(new LinkedHashSet<>()));
    add("synchronizedMap", v -> Collections.synchronizedMap(map(v)));
    add("synchronizedSortedSet", v -> Collections.synchronizedSortedSet(new TreeSet<String>()));
    add("checkedList", v -> Collections.checkedList(list(v), Object.class));
    add("checkedMap", v -> Collections.checkedMap(map(v), Object.class, Object.class));
    add("singleton", v -> Collections.singleton(v.key()));
    add("singletonList", v -> Collections.singletonList(v.any()));
    add("singletonMap", v -> Collections.singletonMap(v.key(), v.any()));
    add("emptyList", v -> Collections.emptyList());
    add("emptySet", v -> Collections.emptySet());
    add("emptyMap", v -> Collections.emptyMap());
    add("nCopies", v -> Collections.nCopies(3, v.any()));
  }

  private static void atomics() {
    add("AtomicBoolean", v -> new AtomicBoolean(true));
    add("AtomicInteger", v -> new AtomicInteger(number(v)));
    add("AtomicLong", v -> new AtomicLong(number(v)));
    add("AtomicReference", v -> new AtomicReference<>(v.any()));
    add("AtomicIntegerArray", v -> new AtomicIntegerArray(new int[] {1, 2}));
    add("AtomicLongArray", v -> new AtomicLongArray(new long[] {1, 2}));
    add("AtomicReferenceArray", v -> new AtomicReferenceArray<>(new Object[] {v.any(), null}));
    add("AtomicMarkableReference", v -> new AtomicMarkableReference<>(v.any(), true));
    add("AtomicStampedReference", v -> new AtomicStampedReference<>(v.any(), 9));
    add(
        "LongAdder",
        v -> {
          LongAdder adder = new LongAdder();
          adder.add(number(v));
          return adder;
        });
    add(
        "DoubleAdder",
        v -> {
          DoubleAdder adder = new DoubleAdder();
          adder.add(0.25);
          return adder;
        });
    add("LongAccumulator", v -> new LongAccumulator(new Shapes.Largest(), Long.MIN_VALUE));
    add("DoubleAccumulator", v -> new DoubleAccumulator(new Shapes.Largest(), -1));
  }

  private static void others() {
    add("Random", v -> new Random(number(v)));
    add("ReentrantLock", v -> new ReentrantLock());
    add("ReadWriteLock", v -> new ReentrantReadWriteLock(true));
    add("read lock", v -> new ReentrantReadWriteLock().readLock());
    add("write lock", v -> new ReentrantReadWriteLock(true).writeLock());
    add("Semaphore", v -> new Semaphore(3, true));
    add("CountDownLatch", v -> new CountDownLatch(4));
    add("StringBuilder", v -> new StringBuilder(v.text()));
    add("StringBuffer", v -> new StringBuffer(v.text()));
    add("Date", v -> new Date(number(v)));
    add(
        "Calendar",
        v -> {
          Calendar c = new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"));
          c.setTimeInMillis(number(v));
          return c;
        });
    add("TimeZone", v -> TimeZone.getTimeZone("Europe/Vienna"));
    add(
        "JDK exception",
        v -> new IllegalArgumentException(v.text(), new RuntimeException("inner")));
  }
}
