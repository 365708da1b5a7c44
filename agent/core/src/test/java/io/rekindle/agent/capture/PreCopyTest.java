package io.rekindle.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rekindle.agent.types.CodecLookup;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.RefusedException;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.bootstrap.Barrier;
import io.rekindle.bootstrap.FieldSink;
import io.rekindle.bootstrap.FieldSource;
import io.rekindle.bootstrap.ObjectCodec;
import io.rekindle.codec.ClassTable;
import io.rekindle.codec.FieldDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Objects that are encoded between windows while sections run, which are played here by what the
 * codec calls as it encodes an object.
 *
 * <p>Invariant checked: what was encoded last of each object is what it held in the last window.
 */
@Timeout(60)
class PreCopyTest {

  private static final int NODES = 300;

  /** So short that any number of objects is worth a gap. */
  private static final long WINDOW_NS = 0;

  private final Map<Integer, Integer> encoded = new HashMap<>();
  private final Codec codec = new Codec();
  private final Node root = new Node(0);
  private final List<Node> nodes = new ArrayList<>();
  private Consumer<Node> section = node -> {};
  private Capture capture;

  @BeforeEach
  void store() {
    forget();
    capture = new Capture(new TypeHandlers(codec), new ClassTable(), 1, 1);
    Node last = root;
    for (int i = 0; i < NODES; i++) {
      nodes.add(last);
      last.next = new Node(i + 1);
      last = (Node) last.next;
    }
    capture.addRoot("root", root, (NodeHandler) capture.handlers().of(Node.class));
    capture.begin();
    assertThat(capture.advance(Long.MAX_VALUE / 2)).isTrue();
    capture.stored();
    encoded.clear();
  }

  @AfterEach
  void forget() {
    Barrier.drainTo(object -> {});
    Barrier.takeMissed();
  }

  @Test
  void shouldEncodeBetweenWindowsWhatIsMuch() {
    nodes.forEach(PreCopyTest::write);
    capture.begin(true);
    assertThat(capture.advance(WINDOW_NS)).isFalse();
    assertThat(encoded).isEmpty();
    capture.encodeBetween();
    assertThat(encoded).isNotEmpty();
    assertThat(capture.hasPreCopied()).isTrue();
    end();
    assertThat(encoded).hasSize(NODES);
    assertNothingIsLeft();
  }

  @Test
  void shouldEncodeInOneWindowWhatIsLittle() {
    write(nodes.get(7));
    capture.begin(true);
    assertThat(capture.advance(1_000_000_000L)).isTrue();
    assertThat(capture.hasPreCopied()).isFalse();
    assertThat(encoded).containsOnlyKeys(7);
  }

  @Test
  void shouldEncodeAgainWhatSectionsChangeMeanwhile() {
    nodes.forEach(PreCopyTest::write);
    int[] turns = {0};
    section =
        node -> {
          // Behind and before what is being encoded, and that itself; new objects as well.
          if (turns[0]++ < NODES / 2) {
            write(nodes.get(turns[0] * 7 % NODES));
            write(node);
            Node end = nodes.get(turns[0] * 11 % NODES);
            end.other = new Node(NODES + turns[0]);
            write(end);
          }
        };
    capture.begin(true);
    end();
    assertThat(encoded).hasSizeGreaterThan(NODES);
    assertNothingIsLeft();
  }

  @Test
  void shouldLeaveToWindowsWhatSectionsHoldInTheirMidst() {
    nodes.forEach(PreCopyTest::write);
    Node holder = nodes.get(20);
    boolean[] began = {false};
    section =
        node -> {
          if (!began[0] && node == holder) {
            began[0] = true;
            holder.other = new Thread();
            write(holder);
          }
        };
    capture.begin(true);
    assertThat(capture.advance(WINDOW_NS)).isFalse();
    capture.encodeBetween();
    holder.other = null;
    write(holder);
    end();
    assertNothingIsLeft();
  }

  @Test
  void shouldRefuseWhatIsThereInWindows() {
    nodes.forEach(PreCopyTest::write);
    nodes.get(20).other = new Thread();
    capture.begin(true);
    assertThat(capture.advance(WINDOW_NS)).isFalse();
    capture.encodeBetween();
    assertThatThrownBy(this::end).isInstanceOf(RefusedException.class);
    nodes.get(20).other = null;
    write(nodes.get(20));
    capture.begin();
    end();
    assertNothingIsLeft();
  }

  @Test
  void shouldEndThoughAllIsChangedInEachGap() {
    nodes.forEach(PreCopyTest::write);
    section = node -> nodes.forEach(PreCopyTest::write);
    capture.begin(true);
    end();
    assertNothingIsLeft();
  }

  /** Goes on with gaps until the commit is complete; sections rest in windows. */
  private void end() {
    Consumer<Node> sections = section;
    boolean isDone = false;
    while (!isDone) {
      section = node -> {};
      isDone = capture.advance(WINDOW_NS);
      section = sections;
      if (!isDone) {
        capture.encodeBetween();
      }
    }
    capture.stored();
  }

  private void assertNothingIsLeft() {
    for (Node node : nodes) {
      assertThat(node.word).as("word of %s", node.place).isPositive();
      assertThat(encoded.getOrDefault(node.place, node.value))
          .as("value of %s", node.place)
          .isEqualTo(node.value);
      if (node.other instanceof Node other) {
        assertThat(encoded).containsEntry(other.place, other.value);
      }
    }
    section = node -> {};
    capture.begin();
    assertThat(capture.advance(Long.MAX_VALUE / 2)).isTrue();
    assertThat(capture.operations().isEmpty()).isTrue();
    capture.stored();
  }

  /** As woven code does. */
  private static void write(Node node) {
    node.value += 1000;
    if (node.word > 0) {
      node.word = -node.word;
      Barrier.changed(node);
    }
  }

  private static final class Node {
    private final int place;
    private int value;
    private int word;
    private int fingerprint;
    private Object next;
    private Object other;

    Node(int place) {
      this.place = place;
      this.value = place;
    }
  }

  private final class Codec extends ObjectCodec implements CodecLookup {

    @Override
    public int word(Object object) {
      return ((Node) object).word;
    }

    @Override
    public void word(Object object, int word) {
      ((Node) object).word = word;
    }

    @Override
    public int fingerprint(Object object) {
      return ((Node) object).fingerprint;
    }

    @Override
    public void fingerprint(Object object, int fingerprint) {
      ((Node) object).fingerprint = fingerprint;
    }

    @Override
    public void encode(Object object, FieldSink sink) {
      Node node = (Node) object;
      int value = node.value;
      sink.putInt(value);
      section.accept(node);
      sink.putReference(node.next);
      sink.putReference(node.other);
      encoded.put(node.place, value);
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
          new FieldDescriptor(owner, "next", "Ljava/lang/Object;"),
          new FieldDescriptor(owner, "other", "Ljava/lang/Object;"));
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
