package io.rekindle.codec.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.ClassTable;
import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.Edit;
import io.rekindle.codec.NodeKind;
import io.rekindle.codec.PayloadScanner;
import io.rekindle.codec.StateInput;
import io.rekindle.codec.StateOutput;
import io.rekindle.codec.ValueTag;
import io.rekindle.codec.testkit.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Large nodes: lists of many chunks, and edits that take more memory than the elements. */
class DeltaMergeTest {
  private static final ClassDescriptor LIST =
      new ClassDescriptor(1, NodeKind.SEQUENCE, "java.util.ArrayList", List.of());
  private static final ClassDescriptor MAP =
      new ClassDescriptor(2, NodeKind.MAP, "java.util.LinkedHashMap", List.of());

  private final List<Integer> model = new ArrayList<>();
  private int nextElement;

  private byte[] base(int size) {
    StateOutput payload = new StateOutput();
    payload.putVarint(0);
    payload.putVarint(size);
    for (int i = 0; i < size; i++) {
      model.add(nextElement);
      payload.putBoxedInt(nextElement++);
    }
    return payload.toByteArray();
  }

  private void splice(DeltaMerge merge, int start, int removed, int count) {
    StateOutput delta = new StateOutput();
    delta.putByte(Edit.SPLICE);
    delta.putVarint(start);
    delta.putVarint(removed);
    delta.putVarint(count);
    List<Integer> added = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      added.add(nextElement);
      delta.putBoxedInt(nextElement++);
    }
    model.subList(start, start + removed).clear();
    model.addAll(start, added);
    merge.apply(delta.array(), 0, delta.position());
  }

  private void assertMerged(DeltaMerge merge) {
    merge.finish();
    StateInput in = new StateInput(merge.array(), merge.offset(), merge.length());
    assertThat(in.getVarint()).isZero();
    List<Integer> elements = new ArrayList<>();
    for (int left = in.getVarint(); left > 0; left--) {
      in.getTag();
      elements.add(in.getBoxedInt());
    }
    assertThat(in.remaining()).isZero();
    assertThat(elements).isEqualTo(model);
  }

  @Test
  void shouldEqualArrayListWhenManyChunksAreEdited() {
    long seed = Seeds.next("DeltaMergeTest");
    for (int run = 0; run < (Seeds.soak() ? 200 : 10); run++) {
      Random random = new Random(seed + run);
      long heldBytesMin = random.nextBoolean() ? DeltaMerge.HELD_BYTES_MIN : 0;
      model.clear();
      byte[] base = base(random.nextInt(3) * 10_000);
      DeltaMerge merge = new DeltaMerge(LIST, base, 0, base.length, heldBytesMin);
      // Around which position, by how much: so that chunks fill up, run empty and are skipped.
      int center = 0;
      int size = 1;
      for (int i = 0; i < 3_000; i++) {
        if (i % 300 == 0) {
          center = random.nextInt(model.size() + 1);
          size = 1 << random.nextInt(13);
        }
        int start = Math.min(model.size(), Math.max(0, center + random.nextInt(64) - 32));
        int removed = Math.min(model.size() - start, random.nextInt(size));
        int added = model.size() > 60_000 ? 0 : random.nextInt(size + (random.nextInt(2) * size));
        splice(merge, start, removed, added);
      }
      assertMerged(merge);
    }
  }

  @Test
  void shouldEqualArrayListWhenGrownAndShrunkAtTheEnds() {
    byte[] base = base(5_000);
    DeltaMerge merge = new DeltaMerge(LIST, base, 0, base.length, 1 << 10);
    for (int i = 0; i < 20_000; i++) {
      splice(merge, model.size(), 0, 1);
      splice(merge, 0, 1, 0);
    }
    for (int i = 0; i < 20_000; i++) {
      splice(merge, 0, 0, 1);
      splice(merge, model.size() - 1, 1, 0);
    }
    for (int i = 0; i < 3_000; i++) {
      splice(merge, 2 * i, 0, 1);
    }
    assertMerged(merge);
  }

  @Test
  void shouldHoldNothingWhenAllIsRemovedAtOnce() {
    byte[] base = base(5_000);
    DeltaMerge merge = new DeltaMerge(LIST, base, 0, base.length);
    splice(merge, 0, 5_000, 0);
    splice(merge, 0, 0, 3_000);
    splice(merge, 1_000, 2_000, 0);
    splice(merge, 0, 1_000, 0);
    assertMerged(merge);
    assertThat(model).isEmpty();
  }

  @Test
  void shouldNotDependOnHowOftenEditsAreApplied() {
    long seed = Seeds.next("DeltaMergeTest");
    Random random = new Random(seed);
    StateOutput payload = new StateOutput();
    payload.putVarint(0);
    payload.putVarint(500);
    for (int i = 0; i < 500; i++) {
      payload.putBoxedInt(i);
      payload.putString("value " + i);
    }
    byte[] base = payload.toByteArray();
    DeltaMerge rare = new DeltaMerge(MAP, base, 0, base.length, Long.MAX_VALUE);
    DeltaMerge often = new DeltaMerge(MAP, base, 0, base.length, 0);
    int[] edits = {Edit.PUT, Edit.PUT_LAST, Edit.PUT_FIRST, Edit.REMOVE};
    for (int i = 0; i < 20_000; i++) {
      StateOutput delta = new StateOutput();
      int edit = edits[random.nextInt(edits.length)];
      delta.putByte(edit);
      delta.putBoxedInt(random.nextInt(1000));
      if (edit != Edit.REMOVE) {
        delta.putString("v".repeat(random.nextInt(20)));
      }
      rare.apply(delta.array(), 0, delta.position());
      often.apply(delta.array(), 0, delta.position());
    }
    rare.finish();
    often.finish();
    assertThat(payload(often)).isEqualTo(payload(rare));
  }

  @Test
  void shouldGiveSoundPayloadOrRefuseWhenBytesAreDamaged() {
    long seed = Seeds.next("DeltaMergeTest");
    Random random = new Random(seed);
    ClassTable classes = new ClassTable();
    classes.add(LIST);
    classes.add(MAP);
    int refused = 0;
    int applied = 0;
    for (int i = 0; i < 20_000; i++) {
      boolean isMap = random.nextBoolean();
      byte[] base = isMap ? new byte[] {0, 1, ValueTag.INT, 2, ValueTag.NULL} : base(5);
      byte[] delta = isMap ? mapDelta(random) : listDelta(random);
      int damaged = random.nextInt(delta.length);
      delta[damaged] = (byte) (random.nextBoolean() ? random.nextInt(16) : random.nextInt());
      int length = random.nextInt(4) == 0 ? random.nextInt(delta.length) : delta.length;
      try {
        ClassDescriptor descriptor = isMap ? MAP : LIST;
        DeltaMerge merge = new DeltaMerge(descriptor, base, 0, base.length);
        merge.apply(delta, 0, length);
        merge.finish();
        byte[] payload = payload(merge);
        new PayloadScanner(classes)
            .scanRefs(descriptor.id(), payload, 0, payload.length, oid -> {});
        applied++;
      } catch (CorruptStateException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1_000);
    assertThat(applied).isGreaterThan(1_000);
  }

  private static byte[] mapDelta(Random random) {
    StateOutput delta = new StateOutput();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      delta.putByte(random.nextBoolean() ? Edit.PUT : Edit.PUT_FIRST);
      delta.putBoxedInt(random.nextInt(3));
      delta.putString("value");
      delta.putByte(Edit.REMOVE);
      delta.putBoxedInt(random.nextInt(3));
    }
    return delta.toByteArray();
  }

  private static byte[] listDelta(Random random) {
    StateOutput delta = new StateOutput();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      delta.putByte(Edit.SPLICE);
      delta.putVarint(random.nextInt(3));
      delta.putVarint(random.nextInt(3));
      delta.putVarint(2);
      delta.putNull();
      delta.putBoxedInt(random.nextInt(500));
      delta.putByte(Edit.ADD);
      delta.putString("element");
    }
    return delta.toByteArray();
  }

  private static byte[] payload(DeltaMerge merge) {
    return Arrays.copyOfRange(merge.array(), merge.offset(), merge.offset() + merge.length());
  }
}
