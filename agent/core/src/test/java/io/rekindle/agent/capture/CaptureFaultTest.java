package io.rekindle.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.agent.types.CodecLookup;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.bootstrap.Barrier;
import io.rekindle.bootstrap.FieldSink;
import io.rekindle.bootstrap.FieldSource;
import io.rekindle.bootstrap.ObjectCodec;
import io.rekindle.codec.ClassTable;
import io.rekindle.codec.FieldDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Memory that is at its end at any step of a commit, and at any step of what follows from that.
 *
 * <p>Invariants checked: the first commit that is stored afterwards holds all that differs from
 * what was stored before, and the one after that nothing; no object stays marked.
 */
class CaptureFaultTest {

  private static final int NODES = 6;
  private static final long WINDOW_NS = Long.MAX_VALUE / 2;

  private final FaultyCodec codec = new FaultyCodec();
  private final Node[] nodes = new Node[NODES];

  /** The value of each node that is stored, by its place in {@link #nodes}. */
  private final Map<Integer, Integer> stored = new HashMap<>();

  private Capture capture;
  private boolean isDone;

  @BeforeEach
  @AfterEach
  void forget() {
    Barrier.drainTo(object -> {});
    Barrier.takeMissed();
  }

  @Test
  void shouldStoreAllOnceMemoryIsThereAgain() {
    int commitSteps = stepsOfCommit();
    assertThat(commitSteps).isGreaterThan(NODES);
    int failures = 0;
    for (int first = 1; first <= commitSteps; first++) {
      for (int second = 1; second <= commitSteps; second++) {
        begin();
        change();
        codec.failAt(first, second);
        failures += tryCommit() ? 0 : 1;
        codec.failAt(Integer.MAX_VALUE, Integer.MAX_VALUE);
        write(nodes[0]);
        isDone = false;
        for (int i = 0; i < 3 && !isDone; i++) {
          tryCommit();
        }

        for (int i = 0; i < NODES; i++) {
          assertThat(stored.get(i))
              .as("%s, %s: node=%s", first, second, i)
              .isEqualTo(nodes[i].value);
          assertThat(nodes[i].word).as("%s, %s: node=%s", first, second, i).isPositive();
        }
        capture.begin();
        assertThat(capture.advance(WINDOW_NS)).isTrue();
        assertThat(capture.operations().isEmpty()).as("%s, %s", first, second).isTrue();
        capture.stored();
      }
    }
    assertThat(failures).isPositive();
  }

  /** How often a commit of all nodes uses the codec. */
  private int stepsOfCommit() {
    begin();
    change();
    codec.failAt(Integer.MAX_VALUE, Integer.MAX_VALUE);
    int before = codec.steps;
    assertThat(tryCommit()).isTrue();
    return codec.steps - before;
  }

  /** A state that is stored: a chain of nodes. */
  private void begin() {
    Barrier.drainTo(object -> {});
    stored.clear();
    codec.failAt(Integer.MAX_VALUE, Integer.MAX_VALUE);
    capture = new Capture(new TypeHandlers(codec), new ClassTable(), 1, 1);
    for (int i = 0; i < NODES; i++) {
      nodes[i] = new Node(i);
      if (i > 0) {
        nodes[i - 1].next = nodes[i];
      }
    }
    capture.addRoot("root", nodes[0], (NodeHandler) capture.handlers().of(Node.class));
    assertThat(tryCommit()).isTrue();
    assertThat(stored).hasSize(NODES);
  }

  private void change() {
    isDone = false;
    for (Node node : nodes) {
      write(node);
    }
  }

  /** As woven code does. */
  private static void write(Node node) {
    node.value += 100;
    if (node.word > 0) {
      node.word = -node.word;
      Barrier.changed(node);
    }
  }

  /** Returns whether the commit was stored; ends it as the engine does. */
  private boolean tryCommit() {
    codec.encoded.clear();
    try {
      capture.begin();
      assertThat(capture.advance(WINDOW_NS)).isTrue();
    } catch (OutOfMemoryError e) {
      return false;
    }
    stored.putAll(codec.encoded);
    capture.stored();
    isDone = true;
    return true;
  }

  private static final class Node {
    private final int place;
    private int value;
    private int word;
    private int fingerprint;
    private Node next;

    Node(int place) {
      this.place = place;
      this.value = place;
    }
  }

  /** Has no memory at two of its steps, counted from when that is said. */
  private static final class FaultyCodec extends ObjectCodec implements CodecLookup {
    private final Map<Integer, Integer> encoded = new HashMap<>();
    private int steps;
    private int first;
    private int second;

    void failAt(int firstStep, int stepsLater) {
      first = firstStep == Integer.MAX_VALUE ? firstStep : steps + firstStep;
      second = stepsLater == Integer.MAX_VALUE ? stepsLater : first + stepsLater;
    }

    private void step() {
      steps++;
      if (steps == first || steps == second) {
        throw new OutOfMemoryError("of this test");
      }
    }

    @Override
    public int word(Object object) {
      step();
      return ((Node) object).word;
    }

    @Override
    public void word(Object object, int word) {
      step();
      ((Node) object).word = word;
    }

    @Override
    public int fingerprint(Object object) {
      step();
      return ((Node) object).fingerprint;
    }

    @Override
    public void fingerprint(Object object, int fingerprint) {
      step();
      ((Node) object).fingerprint = fingerprint;
    }

    @Override
    public void encode(Object object, FieldSink sink) {
      step();
      Node node = (Node) object;
      sink.putInt(node.value);
      sink.putReference(node.next);
      encoded.put(node.place, node.value);
    }

    @Override
    public Object allocate() {
      throw new AssertionError("nothing is restored");
    }

    @Override
    public void decode(Object object, FieldSource source) {
      throw new AssertionError("nothing is restored");
    }

    @Override
    public void link() {}

    @Override
    public boolean haveWords() {
      return true;
    }

    @Override
    public ObjectCodec codecOf(Class<?> type) {
      return type == Node.class ? this : null;
    }

    @Override
    public List<FieldDescriptor> fields(Class<?> type) {
      String owner = Node.class.getName();
      return List.of(
          new FieldDescriptor(owner, "value", "I"),
          new FieldDescriptor(owner, "next", Node.class.descriptorString()));
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
