package io.rekindle.codec.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.NodeKind;
import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.StateInput;
import io.rekindle.codec.ValueTag;
import io.rekindle.codec.journal.ChronicleJournal;
import io.rekindle.codec.journal.JournalBase;
import io.rekindle.codec.journal.JournalOptions;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.NodeCursor;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application that detaches objects, keeps them, and attaches them again, with folds, adoptions
 * and restarts at random. A restart brings all stored nodes back to memory, garbage as well.
 *
 * <p>Invariants checked: every reference that is stored, in garbage too, leads to a stored node;
 * the reachable state is the application's at every commit; a delta has a node to apply to; garbage
 * does not stay for ever.
 */
class ForgettingTest {
  private static final int REFS = 2;

  private static final class Thing {
    final Thing[] refs = new Thing[REFS];
    int value;
    int oid;
    boolean isDirty;
    boolean isForgotten;

    /** The store is sure to have it: changes may be written as deltas. */
    boolean isStored;
  }

  @TempDir Path path;

  private final List<Thing> alive = new ArrayList<>();
  private final Map<Integer, Thing> byOid = new HashMap<>();
  private final OperationOutput output = new OperationOutput();
  private Random random;
  private NameFolder folder;
  private ChronicleJournal journal;
  private Thing root;
  private int incarnation;
  private int nextOid = 1;
  private long sequence;
  private int adopted;
  private long forgotten;

  @Test
  void shouldNeverLoseWhatIsAttachedAgain() throws Exception {
    long seed = Seeds.next("ForgettingTest");
    for (int run = 0; run < (Seeds.soak() ? 100 : 6); run++) {
      random = new Random(seed + run);
      folder = new NameFolder(path.resolve("run" + run));
      alive.clear();
      byOid.clear();
      nextOid = 1;
      sequence = 0;
      adopted = 0;
      root = new Thing();
      alive.add(root);
      for (int restart = 0; restart < 3; restart++) {
        live();
        restart();
      }
    }
    assertThat(forgotten).isPositive();
  }

  private void live() throws IOException {
    incarnation = folder.claimIncarnation();
    // Folds that look each time, and folds that do not.
    GarbagePace pace = new GarbagePace(random.nextBoolean() ? Integer.MAX_VALUE : 0);
    JournalBase base = new JournalBase(incarnation, sequence, 0, nextOid, 2);
    journal =
        ChronicleJournal.create(
            folder.journal(incarnation), base, incarnation, JournalOptions.defaults());
    for (int step = 0; step < 400; step++) {
      mutate();
      if (random.nextInt(3) == 0) {
        commit();
      }
      if (sequence > 0 && random.nextInt(12) == 0) {
        FoldReport report = Fold.run(folder, incarnation, sequence, pace);
        forgotten += report.forgotten();
        assertThat(report.notes()).isEmpty();
        check();
      }
    }
    commit();
    journal.close();
  }

  private void mutate() {
    for (int i = random.nextInt(2); i >= 0; i--) {
      Thing thing = alive.get(random.nextInt(alive.size()));
      Thing target = random.nextInt(5) == 0 ? new Thing() : alive.get(random.nextInt(alive.size()));
      if (target.oid == 0 && !alive.contains(target)) {
        alive.add(target);
      }
      thing.refs[random.nextInt(REFS)] = random.nextInt(9) < 5 ? null : target;
      thing.value = random.nextInt();
      thing.isDirty = thing.oid != 0;
    }
    if (alive.size() > 60) {
      // The application drops an object; those that refer to it drop it too.
      Thing gone = alive.remove(1 + random.nextInt(alive.size() - 1));
      for (Thing thing : alive) {
        for (int i = 0; i < REFS; i++) {
          if (thing.refs[i] == gone) {
            thing.refs[i] = null;
            thing.isDirty = thing.oid != 0;
          }
        }
      }
    }
  }

  /** What the agent does: dirty objects, and those met for the first time or after forgetting. */
  private void commit() throws IOException {
    output.clear();
    ClassDescriptor descriptor = descriptor();
    if (sequence == 0) {
      output.descriptor(descriptor);
    }
    for (int id : folder.retirements()) {
      RetirementList list = RetirementList.read(folder.retirement(id));
      if (list.incarnation() == incarnation && id > adopted && random.nextInt(2) == 0) {
        for (int oid : list.oids()) {
          Thing thing = byOid.get(oid);
          if (thing != null) {
            thing.isForgotten = true;
            thing.isStored = false;
          }
        }
        output.retired(id);
        adopted = id;
      }
    }
    ArrayDeque<Thing> queue = new ArrayDeque<>();
    if (root.oid == 0) {
      register(root);
      queue.add(root);
      output.root("static Things", root.oid);
    }
    for (Thing thing : byOid.values()) {
      if (thing.isDirty) {
        queue.add(thing);
      }
    }
    while (!queue.isEmpty()) {
      encode(queue.poll(), queue);
    }
    journal.append(output, ++sequence, 0);
  }

  private void register(Thing thing) {
    thing.oid = nextOid++;
    byOid.put(thing.oid, thing);
  }

  private void encode(Thing thing, ArrayDeque<Thing> queue) {
    thing.isDirty = false;
    thing.isForgotten = false;
    for (Thing ref : thing.refs) {
      if (ref != null && (ref.oid == 0 || ref.isForgotten)) {
        ref.isForgotten = false;
        if (ref.oid == 0) {
          register(ref);
        }
        queue.add(ref);
      }
    }
    if (thing.isStored && random.nextBoolean()) {
      output.beginDelta(thing.oid, 1);
      output.editSplice(0, 1, 1);
      output.putBoxedInt(thing.value);
      output.editSplice(1, REFS, REFS);
      putRefs(thing);
      output.endDelta();
      return;
    }
    thing.isStored = true;
    output.beginNode(thing.oid, 1);
    output.putVarint(1 + REFS);
    output.putBoxedInt(thing.value);
    putRefs(thing);
    output.endNode();
  }

  private void putRefs(Thing thing) {
    for (Thing ref : thing.refs) {
      if (ref == null) {
        output.putNull();
      } else {
        output.putRef(ref.oid);
      }
    }
  }

  private static ClassDescriptor descriptor() {
    return new ClassDescriptor(1, NodeKind.ARRAY, "[LThing;", List.of());
  }

  private Map<Integer, List<Integer>> inMemory() {
    Map<Integer, List<Integer>> states = new TreeMap<>();
    ArrayDeque<Thing> queue = new ArrayDeque<>(List.of(root));
    while (!queue.isEmpty()) {
      Thing thing = queue.poll();
      if (states.containsKey(thing.oid)) {
        continue;
      }
      List<Integer> state = new ArrayList<>(List.of(thing.value));
      for (Thing ref : thing.refs) {
        state.add(ref == null ? 0 : ref.oid);
        if (ref != null) {
          queue.add(ref);
        }
      }
      states.put(thing.oid, state);
    }
    return states;
  }

  /** All stored nodes. */
  private Map<Integer, List<Integer>> nodes() throws IOException {
    try (StateImage image = Recovery.open(folder)) {
      Map<Integer, List<Integer>> all = new TreeMap<>();
      for (NodeBlock block : image.blocks()) {
        NodeCursor cursor = block.open();
        StateInput input = new StateInput();
        while (cursor.next()) {
          cursor.payload(input);
          assertThat(input.getVarint()).isEqualTo(1 + REFS);
          assertThat(input.getTag()).isEqualTo(ValueTag.INT);
          List<Integer> state = new ArrayList<>(List.of(input.getBoxedInt()));
          for (int i = 0; i < REFS; i++) {
            state.add(input.getTag() == ValueTag.REF ? input.getOid() : 0);
          }
          all.put(cursor.oid(), state);
        }
      }
      assertThat(image.roots().values()).containsExactly(root.oid);
      return all;
    }
  }

  /** Those of {@code all} that the root leads to, after a look at the references of each. */
  private Map<Integer, List<Integer>> reachable(Map<Integer, List<Integer>> all) {
    for (Map.Entry<Integer, List<Integer>> entry : all.entrySet()) {
      for (int oid : entry.getValue().subList(1, 1 + REFS)) {
        assertThat(oid == 0 || all.containsKey(oid))
            .as("dangling: oid=%d, in=%d, sequence=%d", oid, entry.getKey(), sequence)
            .isTrue();
      }
    }
    Map<Integer, List<Integer>> states = new TreeMap<>();
    ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(root.oid));
    while (!queue.isEmpty()) {
      int oid = queue.poll();
      if (oid != 0 && !states.containsKey(oid)) {
        List<Integer> state = all.get(oid);
        states.put(oid, state);
        queue.addAll(state.subList(1, 1 + REFS));
      }
    }
    return states;
  }

  private void check() throws IOException {
    commit();
    assertThat(reachable(nodes())).isEqualTo(inMemory());
  }

  /** Memory is gone; what is stored comes back. */
  private void restart() throws IOException {
    Map<Integer, List<Integer>> states = nodes();
    assertThat(reachable(states)).isEqualTo(inMemory());
    alive.clear();
    byOid.clear();
    for (Map.Entry<Integer, List<Integer>> entry : states.entrySet()) {
      Thing thing = new Thing();
      thing.oid = entry.getKey();
      thing.value = entry.getValue().get(0);
      thing.isStored = true;
      byOid.put(thing.oid, thing);
    }
    for (Map.Entry<Integer, List<Integer>> entry : states.entrySet()) {
      for (int i = 0; i < REFS; i++) {
        byOid.get(entry.getKey()).refs[i] = byOid.get(entry.getValue().get(i + 1));
      }
    }
    root = byOid.get(root.oid);
    alive.add(root);
    for (Thing thing : byOid.values()) {
      if (thing != root) {
        alive.add(thing);
      }
    }
  }
}
