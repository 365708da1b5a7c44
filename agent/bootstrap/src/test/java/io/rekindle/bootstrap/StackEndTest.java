package io.rekindle.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.bootstrap.collections.ChangeLog;
import io.rekindle.bootstrap.collections.TrackedArrayList;
import io.rekindle.bootstrap.collections.TrackedContainer;
import io.rekindle.bootstrap.collections.TrackedHashMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Changes of containers at the end of the stack, one container in each of the last frames.
 *
 * <p>Invariants checked: with the thread's next section at the latest nothing is inside the gate
 * any more; a container that changed has a log that says so; it is marked and noted. Or it is known
 * that the next commit has to look at all, and the log tells that the container was touched.
 */
@Timeout(120)
class StackEndTest {

  private static final int STACK_BYTES = 256 << 10;
  private static final int DIVES = 40;

  /** Changes in frames near the end: more than a call of a mutator takes. */
  private static final int CHANGES = 600;

  private int left;

  /** A class that is first used where the stack ends can't be initialized, for ever. */
  @BeforeEach
  void initializeClasses() {
    for (TrackedContainer container : List.of(newMap(), newList())) {
      container.$rekindle$word(1);
      change(container);
    }
    Sections.exit(Sections.enter());
    forget();
  }

  @AfterEach
  void forgetUnleft() {
    // Other tests begin sections and changes that no frame tells of.
    Sections.unleft = 0;
    forget();
  }

  private static void forget() {
    Barrier.drainTo(object -> {});
    Barrier.takeMissed();
  }

  @Test
  void shouldTellChangesOfMapsOutsideSections() throws Exception {
    dive(StackEndTest::newMap, StackEndTest::change);
  }

  @Test
  void shouldTellChangesOfListsOutsideSections() throws Exception {
    dive(StackEndTest::newList, StackEndTest::change);
  }

  @Test
  void shouldTellChangesOfMapsInSectionsOfTheirOwn() throws Exception {
    dive(StackEndTest::newMap, container -> inSection(() -> change(container)));
  }

  @Test
  void shouldTellChangesOfListsInSectionsOfTheirOwn() throws Exception {
    dive(StackEndTest::newList, container -> inSection(() -> change(container)));
  }

  private static TrackedContainer newMap() {
    return new TrackedHashMap<String, Integer>();
  }

  private static TrackedContainer newList() {
    return new TrackedArrayList<String>();
  }

  @SuppressWarnings("unchecked")
  private static void change(TrackedContainer container) {
    if (container instanceof TrackedHashMap<?, ?> map) {
      ((TrackedHashMap<String, Integer>) map).put("key", 1);
    } else {
      ((TrackedArrayList<String>) container).add("element");
    }
  }

  private static int sizeOf(TrackedContainer container) {
    return container instanceof TrackedHashMap<?, ?> map
        ? map.size()
        : ((Collection<?>) container).size();
  }

  private void dive(Supplier<TrackedContainer> maker, Consumer<TrackedContainer> change)
      throws Exception {
    // So that the test's own code is linked.
    change.accept(maker.get());
    int changed = 0;
    for (int frames = 0; frames < DIVES; frames++) {
      for (boolean inSection : new boolean[] {false, true}) {
        List<TrackedContainer> containers = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
          containers.add(maker.get());
          containers.get(i).$rekindle$word(i + 1);
        }
        runInSmallStack(frames, inSection, () -> change.accept(containers.get(left)));
        changed += check(containers, "frames=" + frames + " inSection=" + inSection);
      }
    }
    assertThat(changed).isPositive();
  }

  /** Returns how many have changed. */
  private static int check(List<TrackedContainer> containers, String dive) {
    Set<Object> noted = Collections.newSetFromMap(new IdentityHashMap<>());
    Barrier.drainTo(noted::add);
    boolean isMissed = Barrier.takeMissed();
    int changed = 0;
    for (TrackedContainer container : containers) {
      if (sizeOf(container) == 0) {
        continue;
      }
      changed++;
      ChangeLog log = container.$rekindle$log();
      assertThat(log.hasChanges() || isMissed && log.isTouched()).as(dive).isTrue();
      boolean isNoted = log.word() < 0 && noted.contains(container);
      assertThat(isNoted || isMissed).as("%s word=%s", dive, log.word()).isTrue();
    }
    return changed;
  }

  /** Runs {@code change} in each of the last frames of a stack, from the end on. */
  private void runInSmallStack(int frames, boolean inSection, Runnable change) throws Exception {
    Runnable dive = () -> diveFrom(frames, change);
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              left = CHANGES;
              if (inSection) {
                inSection(dive);
              } else {
                dive.run();
              }
              // As the next commit does after an overflow that was caught.
              Sections.unleft++;
              inSection(() -> {});
              return Sections.isInside();
            });
    new Thread(null, task, "small-stack", STACK_BYTES).start();
    String as = "frames=" + frames + " inSection=" + inSection;
    assertThat(task.get(60, TimeUnit.SECONDS)).as("inside, %s", as).isFalse();
    assertThat(Sections.GATE.close(0)).as("empty, %s", as).isTrue();
    Sections.GATE.open();
  }

  /** As a woven {@code @Checkpoint} method. */
  private static void inSection(Runnable body) {
    long outer = Sections.enter();
    try {
      body.run();
    } catch (Throwable e) {
      Sections.exit(e, outer);
      throw e;
    }
    Sections.exit(outer);
  }

  private void diveFrom(int frames, Runnable change) {
    if (frames > 0) {
      diveFrom(frames - 1, change);
    } else {
      toTheEnd(change);
    }
  }

  private void toTheEnd(Runnable change) {
    try {
      toTheEnd(change);
    } catch (StackOverflowError e) {
      // Goes on below, further from the end with each frame.
    }
    if (left > 0) {
      left--;
      try {
        change.run();
      } catch (StackOverflowError e) {
        // As woven code says that it has caught an overflow.
        Barrier.CAUGHT[1] = true;
      }
    }
  }
}
