package io.rekindle.loader.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.loader.store.ExitCodes;
import io.rekindle.loader.store.Fallback;
import io.rekindle.loader.store.RestartPolicy;
import io.rekindle.loader.store.RestartSettings;
import io.rekindle.loader.store.Rung;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is done about a series of crashes, with a clock of our own. */
class LadderTest {
  private static final long STABLE_MS = 10_000;
  private static final long WINDOW_MS = 60_000;
  private static final Fallback OLDER = new Fallback(3, 1, 4, "set-aside/crash-loop-1");
  private static final Fallback NOTHING = new Fallback(0, 0, 4, "set-aside/crash-loop-1");

  private final VirtualClock clock = new VirtualClock();

  /** Rungs that can be had so and so often. */
  private final class Fakes implements Ladder.Rungs {
    private final RestartWindow window;
    private int olderStates;
    private int siteRestarts;
    private boolean hasGroup;
    private boolean isColdAllowed;
    private boolean isWhole;
    private boolean isTakenOver;

    Fakes(RestartSettings settings) {
      window = new RestartWindow(settings, clock);
    }

    @Override
    public boolean tryRestart() {
      return window.tryRestart();
    }

    @Override
    public Intensity intensity() {
      return window;
    }

    @Override
    public boolean isWholeGroup() {
      return isWhole;
    }

    @Override
    public Optional<Fallback> rollBack() {
      return olderStates-- > 0 ? Optional.of(OLDER) : Optional.empty();
    }

    @Override
    public boolean restartGroup() {
      if (hasGroup) {
        window.clear();
      }
      return hasGroup;
    }

    @Override
    public Attempt restartSite() {
      if (isTakenOver) {
        return Attempt.TAKEN_OVER;
      }
      return siteRestarts-- > 0 ? Attempt.DONE : Attempt.REFUSED;
    }

    @Override
    public Optional<Fallback> startCold() {
      return isColdAllowed ? Optional.of(NOTHING) : Optional.empty();
    }

    @Override
    public void forget() {}
  }

  private static RestartSettings settings(int restartsMax, int escalateAfter) {
    return new RestartSettings(
        RestartPolicy.ON_FAILURE,
        ExitCodes.NONE,
        ExitCodes.NONE,
        0,
        0,
        STABLE_MS,
        restartsMax,
        WINDOW_MS,
        escalateAfter,
        true,
        false,
        false);
  }

  /** Crashes after so much time each, until it is given up. */
  private List<Rung> untilGivenUp(Ladder ladder, Fakes rungs, long uptimeMs) {
    List<Rung> taken = new ArrayList<>();
    do {
      assertThat(taken).as("never given up").hasSizeLessThan(100);
      clock.passMs(uptimeMs);
      taken.add(ladder.crashed(uptimeMs, rungs).rung());
    } while (taken.get(taken.size() - 1) != Rung.GIVE_UP);
    return taken;
  }

  @Test
  void shouldClimbAllRungsInTheirOrder() {
    Fakes rungs = new Fakes(settings(5, 3));
    rungs.olderStates = 2;
    rungs.hasGroup = true;
    rungs.siteRestarts = 1;
    rungs.isColdAllowed = true;

    List<Rung> taken = untilGivenUp(new Ladder(settings(5, 3)), rungs, 100);

    assertThat(taken)
        .containsExactly(
            Rung.RESTART,
            Rung.RESTART,
            Rung.ROLLBACK,
            Rung.ROLLBACK,
            Rung.GROUP,
            Rung.RESTART,
            Rung.RESTART,
            Rung.SITE,
            Rung.COLD_START,
            Rung.GIVE_UP);
  }

  @Test
  void shouldGoOnAfterTheSiteWhereTheLoaderBeforeItWas() {
    Ladder ladder = new Ladder(settings(5, 3));
    ladder.resume(0, Rung.SITE);
    Fakes rungs = new Fakes(settings(5, 3));
    rungs.olderStates = 2;
    rungs.hasGroup = true;
    rungs.isColdAllowed = true;

    assertThat(untilGivenUp(ladder, rungs, 100))
        .containsExactly(Rung.RESTART, Rung.RESTART, Rung.COLD_START, Rung.GIVE_UP);
  }

  @Test
  void shouldNotSuspectTheStateUnlessAskedTo() {
    Fakes rungs = new Fakes(settings(2, 0));
    rungs.olderStates = 2;
    rungs.hasGroup = true;

    assertThat(untilGivenUp(new Ladder(settings(2, 0)), rungs, 100))
        .containsExactly(
            Rung.RESTART, Rung.RESTART, Rung.GROUP, Rung.RESTART, Rung.RESTART, Rung.GIVE_UP);
  }

  @Test
  void shouldEndASeriesOfLongerLivesToo() {
    Fakes rungs = new Fakes(settings(3, 2));
    rungs.hasGroup = true;
    rungs.isColdAllowed = true;
    rungs.olderStates = 9;

    // Each was stable, but there are too many of them in the period.
    List<Rung> taken = untilGivenUp(new Ladder(settings(3, 2)), rungs, STABLE_MS + 1000);

    assertThat(taken).containsOnlyOnce(Rung.GROUP).containsOnlyOnce(Rung.COLD_START);
    assertThat(taken).doesNotContain(Rung.ROLLBACK).endsWith(Rung.COLD_START, Rung.GIVE_UP);
  }

  @Test
  void shouldBeginAnewAfterAnIncarnationThatWasOfUse() {
    Ladder ladder = new Ladder(settings(2, 0));
    Fakes rungs = new Fakes(settings(2, 0));
    rungs.hasGroup = true;
    for (int i = 0; i < 3; i++) {
      ladder.crashed(100, rungs);
    }
    assertThat(ladder.reached()).isEqualTo(Rung.GROUP);

    clock.passMs(WINDOW_MS);
    assertThat(ladder.crashed(WINDOW_MS, rungs).rung()).isEqualTo(Rung.RESTART);
    ladder.crashed(100, rungs);

    assertThat(ladder.crashed(100, rungs).rung()).isEqualTo(Rung.GROUP);
  }

  @Test
  void shouldSayWhy() {
    Ladder ladder = new Ladder(settings(1, 2));
    Fakes rungs = new Fakes(settings(1, 2));
    rungs.olderStates = 1;
    ladder.crashed(100, rungs);

    Ladder.Decision older = ladder.crashed(100, rungs);
    assertThat(older.reason()).isEqualTo("2 fast crashes in a row");
    assertThat(older.fallback()).isEqualTo(OLDER);
    assertThat(ladder.crashed(STABLE_MS, rungs).reason()).isEqualTo("more than 1 restarts in 60 s");
  }

  @Test
  void shouldGiveNoStateUpForARefusalOfTheAgent() {
    Ladder ladder = new Ladder(settings(2, 1));
    Fakes rungs = new Fakes(settings(2, 1));
    rungs.olderStates = 9;
    rungs.isColdAllowed = true;
    List<Rung> taken = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      taken.add(ladder.refused(rungs).rung());
    }

    assertThat(taken).containsExactly(Rung.RESTART, Rung.RESTART, Rung.GIVE_UP);
  }

  @Test
  void shouldDoWhatIsAskedForOrTheNextBelow() {
    Ladder ladder = new Ladder(settings(5, 0));
    Fakes rungs = new Fakes(settings(5, 0));
    rungs.siteRestarts = 1;
    rungs.olderStates = 1;
    rungs.isWhole = true;

    assertThat(ladder.asked(Rung.SITE, "why", 100, rungs).rung()).isEqualTo(Rung.SITE);
    Ladder.Decision group = ladder.asked(Rung.SITE, "why", 100, rungs);
    assertThat(group.rung()).isEqualTo(Rung.GROUP);
    assertThat(group.reason()).isEqualTo("why");
    rungs.isWhole = false;
    assertThat(ladder.asked(Rung.ROLLBACK, "why", 100, rungs).rung()).isEqualTo(Rung.ROLLBACK);
    assertThat(ladder.asked(Rung.ROLLBACK, "why", 100, rungs).rung()).isEqualTo(Rung.RESTART);
  }

  @Test
  void shouldGiveNobodyUpWhomSomebodyElseRestartsMeanwhile() {
    Ladder ladder = new Ladder(settings(1, 0));
    Fakes rungs = new Fakes(settings(1, 0));
    rungs.isColdAllowed = true;
    rungs.isTakenOver = true;
    ladder.crashed(100, rungs);

    assertThat(ladder.crashed(100, rungs)).isEqualTo(new Ladder.Decision(Rung.RESTART, null, ""));
    assertThat(ladder.asked(Rung.SITE, "why", 100, rungs))
        .isEqualTo(new Ladder.Decision(Rung.RESTART, null, "why"));

    rungs.isTakenOver = false;
    assertThat(ladder.crashed(100, rungs).rung()).isEqualTo(Rung.COLD_START);
  }

  @Test
  void shouldEndASeriesOfRequestsToo() {
    Ladder ladder = new Ladder(settings(2, 0));
    Fakes rungs = new Fakes(settings(2, 0));
    List<Rung> taken = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      taken.add(ladder.asked(Rung.GROUP, "why", 100, rungs).rung());
    }

    assertThat(taken).containsExactly(Rung.RESTART, Rung.RESTART, Rung.GIVE_UP);
  }

  @Test
  void shouldEndASeriesOfRequestsForOlderStateToo() {
    Ladder ladder = new Ladder(settings(2, 0));
    Fakes rungs = new Fakes(settings(2, 0));
    rungs.olderStates = 9;
    List<Rung> taken = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      taken.add(ladder.asked(Rung.ROLLBACK, "why", STABLE_MS + 1000, rungs).rung());
    }

    assertThat(taken).containsExactly(Rung.ROLLBACK, Rung.ROLLBACK, Rung.GIVE_UP);
    assertThat(rungs.olderStates).isEqualTo(7);
  }
}
