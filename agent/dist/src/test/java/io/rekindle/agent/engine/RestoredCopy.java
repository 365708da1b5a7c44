package io.rekindle.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.RestoreInfo;
import io.rekindle.agent.capture.Capture;
import io.rekindle.agent.restore.RestoreFigures;
import io.rekindle.agent.restore.Restorer;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.property.oracle.Subject;
import java.io.IOException;
import java.util.List;

/** What a restart would make of a store, with the classes of one side. */
final class RestoredCopy {

  private final WovenSide side;
  private final Capture capture;
  private final Roots roots;
  private final StateImage image;
  private Subject program;

  private RestoredCopy(WovenSide side, StateImage image, int incarnation) {
    this.side = side;
    this.image = image;
    this.capture =
        new Capture(side.handlers(), image.classes(), image.nextOid(), image.nextClassId());
    RestoreInfo restore = new RestoreInfo("replayed", incarnation, image.sequence(), null);
    this.roots =
        new Roots(
            capture,
            image.roots().isEmpty()
                ? null
                : new Restorer(
                    image,
                    capture,
                    restore,
                    formerName -> List.of(),
                    (state, dropped, losing) -> {
                      throw new AssertionError("fields are gone: " + dropped);
                    },
                    new RestoreFigures()));
  }

  /** Reads the newest state; {@link #make} makes objects of it. */
  static RestoredCopy read(NameFolder folder, WovenSide side, int incarnation) throws IOException {
    return new RestoredCopy(side, Recovery.openForRestart(folder), incarnation);
  }

  /** Has the program's holders made, whose constructors have to call {@link #constructed}. */
  Subject make(int threads, long seed) throws IOException {
    try (image) {
      program = (Subject) side.newProgram(threads, seed, image.roots().isEmpty());
      assertThat(roots.unclaimed()).isEmpty();
      return program;
    }
  }

  /** Woven code says that a holder is complete. */
  void constructed(Object holder) {
    roots.prepare(holder.getClass());
    roots.constructed(holder);
  }

  List<Object> roots() {
    return roots.holders();
  }

  Subject program() {
    return program;
  }

  WovenSide side() {
    return side;
  }

  Capture capture() {
    return capture;
  }

  /** The state that it began with. */
  StateImage image() {
    return image;
  }
}
