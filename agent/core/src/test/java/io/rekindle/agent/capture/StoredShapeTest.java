package io.rekindle.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.agent.types.CodecLookup;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.bootstrap.Barrier;
import io.rekindle.bootstrap.ObjectCodec;
import io.rekindle.bootstrap.collections.TrackedHashMap;
import io.rekindle.bootstrap.collections.TrackedLinkedHashMap;
import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.ClassTable;
import io.rekindle.codec.DeltaReader;
import io.rekindle.codec.EditVisitor;
import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.OperationReader;
import io.rekindle.codec.OperationVisitor;
import io.rekindle.codec.StateInput;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Hash maps that grow and shrink, within a commit and from commit to commit. Repeat a failure with
 * {@code -Drekindle.seed=N}.
 *
 * <p>Invariants checked: after each commit that put a new key the stored number of buckets is the
 * map's; and a commit that puts one key into a large map does not store it again.
 */
class StoredShapeTest {
  private static final Long SEED = Long.getLong("rekindle.seed");
  private static final int PROGRAMS = 60;
  private static final int COMMITS = 60;
  private static final long WINDOW_NS = Long.MAX_VALUE / 2;

  private Capture capture;
  private ClassTable classes;
  private Map<Integer, Integer> map;

  /** The number of buckets that is stored. */
  private int stored;

  /** How often it was written. */
  private int shapes;

  private int nextKey;

  @BeforeEach
  @AfterEach
  void forget() {
    Barrier.drainTo(object -> {});
    Barrier.takeMissed();
  }

  @Test
  void shouldStoreTheNumberOfBucketsWheneverItChanges() throws Exception {
    for (int i = 0; i < PROGRAMS; i++) {
      long seed = SEED != null ? SEED : new Random().nextInt(1_000_000_000);
      Random random = new Random(seed);
      begin(made(random));
      for (int commit = 0; commit < COMMITS; commit++) {
        int steps = 1 + random.nextInt(4);
        for (int step = 0; step < steps; step++) {
          change(random);
        }
        map.put(nextKey++, 0);
        if (random.nextInt(10) == 0) {
          commit(false);
          map.put(nextKey++, 0);
        }
        commit(true);
        assertThat(stored).as("seed=%s, commit=%s", seed, commit).isEqualTo(buckets());
      }
    }
  }

  @Test
  void shouldNotStoreItWithEachKey() throws Exception {
    begin(new TrackedHashMap<>());
    for (int i = 0; i < 500; i++) {
      map.put(nextKey++, i);
    }
    commit(true);
    map.put(nextKey++, 0);
    commit(true);
    int before = shapes;
    for (int i = 0; i < 200; i++) {
      map.put(nextKey++, i);
      commit(true);
    }
    assertThat(shapes).isEqualTo(before);
    for (int i = 0; i < 200; i++) {
      map.put(nextKey++, i);
      commit(true);
    }
    assertThat(shapes).isEqualTo(before + 1);
    assertThat(stored).isEqualTo(buckets());
  }

  private static Map<Integer, Integer> made(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> new TrackedHashMap<>();
      case 1 -> new TrackedHashMap<>(random.nextInt(500));
      case 2 -> new TrackedHashMap<>(64, 0.6f + 0.05f * random.nextInt(8));
      default -> new TrackedLinkedHashMap<>(random.nextInt(200), 0.75f, true);
    };
  }

  private void change(Random random) {
    int many = random.nextInt(1 + Math.min(1_000, 4 * map.size()));
    switch (random.nextInt(8)) {
      case 0 -> {
        for (int i = 0; i < many; i++) {
          map.put(nextKey++, i);
        }
      }
      case 1 -> map.keySet().removeIf(key -> random.nextInt(4) != 0);
      case 2 -> {
        int from = nextKey;
        for (int i = 0; i < many; i++) {
          map.put(nextKey++, i);
        }
        for (int key = from; key < nextKey; key++) {
          map.remove(key);
        }
      }
      case 3 -> {
        Map<Integer, Integer> source = new HashMap<>();
        for (int i = 0; i < many; i++) {
          source.put(random.nextBoolean() ? nextKey++ : random.nextInt(nextKey + 1), i);
        }
        map.putAll(source);
      }
      case 4 -> map.clear();
      case 5 -> map.computeIfAbsent(nextKey++, key -> key);
      case 6 -> map.merge(random.nextInt(nextKey + 1), 1, Integer::sum);
      default -> map.compute(nextKey++, (key, value) -> 1);
    }
  }

  private void begin(Map<Integer, Integer> made) throws Exception {
    forget();
    map = made;
    nextKey = 0;
    shapes = 0;
    classes = new ClassTable();
    capture = new Capture(new TypeHandlers(new NoCodecs()), new ClassTable(), 1, 1);
    capture.addRoot("root", map, (NodeHandler) capture.handlers().of(map.getClass()));
    commit(true);
  }

  private void commit(boolean isStored) {
    capture.begin();
    assertThat(capture.advance(WINDOW_NS)).isTrue();
    if (!isStored) {
      capture.lost();
      return;
    }
    byte[] bytes = capture.operations().toByteArray();
    int header = bytes.length - capture.operations().operationsLength();
    StateInput input = new StateInput(bytes, header, bytes.length - header);
    OperationReader.read(input, new Shapes());
    capture.stored();
  }

  private int buckets() throws ReflectiveOperationException {
    Field table = HashMap.class.getDeclaredField("table");
    table.setAccessible(true);
    return ((Object[]) table.get(map)).length;
  }

  private void shape(byte[] bytes, int offset, int length) {
    StateInput input = new StateInput(bytes, offset, length);
    assertThat(input.getCount(1)).isGreaterThanOrEqualTo(2);
    input.getTag();
    stored = input.getBoxedInt();
    shapes++;
  }

  /** Follows what is stored of the map's shape. */
  private final class Shapes implements OperationVisitor, EditVisitor {
    private final DeltaReader deltas = new DeltaReader();

    @Override
    public void node(int oid, int classId, byte[] bytes, int offset, int length) {
      StoredShapeTest.this.shape(bytes, offset, length);
    }

    @Override
    public void delta(int oid, int classId, byte[] bytes, int offset, int length) {
      deltas.read(classes.get(classId), bytes, offset, length, this);
    }

    @Override
    public void shape(byte[] bytes, int offset, int length) {
      StoredShapeTest.this.shape(bytes, offset, length);
    }

    @Override
    public void descriptor(ClassDescriptor descriptor) {
      classes.add(descriptor);
    }

    @Override
    public void root(String name, int oid) {}

    @Override
    public void retired(int id) {}

    @Override
    public void clear() {}

    @Override
    public void append(int count, byte[] bytes, int offset, int length) {}

    @Override
    public void keyed(int edit, byte[] bytes, int keyOffset, int valueOffset, int end) {}

    @Override
    public void splice(int start, int removed, int count, byte[] bytes, int offset, int length) {}
  }

  /** No class is woven. */
  private static final class NoCodecs implements CodecLookup {
    @Override
    public boolean haveWords() {
      return true;
    }

    @Override
    public ObjectCodec codecOf(Class<?> type) {
      return null;
    }

    @Override
    public List<FieldDescriptor> fields(Class<?> type) {
      return List.of();
    }

    @Override
    public ObjectCodec staticsCodecOf(Class<?> type) {
      return null;
    }

    @Override
    public List<FieldDescriptor> staticsFields(Class<?> type) {
      return List.of();
    }

    @Override
    public boolean writesPastBarriers(Class<?> type) {
      return false;
    }
  }
}
