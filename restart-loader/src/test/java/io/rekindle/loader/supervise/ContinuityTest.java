package io.rekindle.loader.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.Ending;
import io.rekindle.loader.store.EndsLog;
import io.rekindle.loader.store.ExitCodes;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.ProcessIdentity;
import io.rekindle.loader.store.RestartPolicy;
import io.rekindle.loader.store.RestartSettings;
import io.rekindle.loader.store.Store;
import io.rekindle.loader.store.SupervisionFile;
import io.rekindle.loader.store.SupervisionRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one controller leaves and the next one takes up. */
class ContinuityTest {
  private static final ProcessIdentity SELF =
      ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
  private static final ProcessIdentity DEAD = new ProcessIdentity(SELF.pid(), 1);
  private static final RestartSettings SETTINGS =
      new RestartSettings(
          RestartPolicy.ON_FAILURE,
          ExitCodes.NONE,
          ExitCodes.NONE,
          100,
          10_000,
          10_000,
          3,
          3_600_000,
          0,
          false,
          false,
          false);

  @TempDir private Path temporary;
  private NameFolder folder;

  @BeforeEach
  void prepare() throws IOException {
    folder = Store.at(temporary.resolve("store")).name("app");
    Store.createPrivate(folder.path());
  }

  /** One controller. */
  private final class Controller {
    private final VirtualClock clock = new VirtualClock();
    private final Backoff backoff = new Backoff(SETTINGS, () -> 0);
    private final EndDecision decision;
    private final Continuity continuity;
    private final Present present = new Present(new Wishes(clock));

    Controller() {
      IncarnationLog incarnations = new IncarnationLog(folder);
      LifecycleLog log = new LifecycleLog(new PrintStream(new ByteArrayOutputStream()), "app");
      decision =
          new EndDecision(
              List.of("/bin/true"), temporary, folder, SETTINGS, incarnations, log, clock);
      continuity = new Continuity(folder, incarnations, decision, backoff);
    }

    void keep() {
      continuity.keepIn(new SupervisionFile(folder), "/tmp/result.json");
    }

    void hasChild(int starts, int restarts) {
      present.takeOn(new AdoptedChild(SELF), 1_000);
      present.resume(starts, restarts);
      continuity.started(present);
    }
  }

  private SupervisionRecord recorded() throws IOException {
    return SupervisionFile.read(folder).orElseThrow();
  }

  private static EndRecord end(ProcessIdentity child, int code, String cause, String outcome) {
    return new EndRecord(4, child.pid(), new Ending(code), 1_000, 2_000, cause, "", outcome, null);
  }

  @Test
  void shouldLeaveNothingBehindWithoutAGuardian() throws Exception {
    Controller controller = new Controller();

    controller.hasChild(1, 0);
    controller.continuity.decided(500);
    controller.continuity.stopping(EndRecord.CAUSE_STOP);

    assertThat(SupervisionFile.read(folder)).isEmpty();
  }

  @Test
  void shouldHandOnCountsDelaysAndRestarts() throws Exception {
    Controller first = new Controller();
    first.keep();
    first.decision.window().tryRestart();
    first.decision.window().tryRestart();
    first.backoff.delayMs(0);
    first.backoff.delayMs(0);
    first.hasChild(5, 4);
    first.continuity.decided(60_000);

    SupervisionRecord left = recorded();
    assertThat(left.controller()).isEqualTo(SELF);
    assertThat(left.child()).isEqualTo(SELF);
    assertThat(left.starts()).isEqualTo(5);
    assertThat(left.restarts()).isEqualTo(4);
    assertThat(left.backoffMs()).isEqualTo(400);
    assertThat(left.resultFile()).isEqualTo("/tmp/result.json");
    assertThat(left.nextStartMs()).isGreaterThan(System.currentTimeMillis());

    Controller second = new Controller();
    EndRecord restarted = end(SELF, 3, EndRecord.CAUSE_EXIT, EndRecord.RESTARTED);
    second.continuity.resume(new Succession(left, SELF, false, restarted, false));

    assertThat(second.backoff.nextMs()).isEqualTo(400);
    assertThat(second.decision.window().tryRestart()).isTrue();
    assertThat(second.decision.window().tryRestart()).as("one more than three").isFalse();
    assertThat(second.continuity.unfinishedDelayMs()).isBetween(1L, 60_000L);
    assertThat(second.continuity.takeUnfinished()).isEqualTo(restarted);
    assertThat(second.continuity.takeUnfinished()).as("only once").isNull();
  }

  @Test
  void shouldRecordTheEndThatNobodySawBeforeAStartThatSomebodyMade() throws Exception {
    Controller first = new Controller();
    first.keep();
    first.hasChild(1, 0);
    SupervisionRecord left = recorded();

    new Controller().continuity.resume(new Succession(left, DEAD, true, null, false));

    List<EndRecord> ends = new EndsLog(folder).read();
    assertThat(ends).hasSize(1);
    assertThat(ends.get(0).pid()).isEqualTo(SELF.pid());
    assertThat(ends.get(0).ending()).isEqualTo(Ending.UNKNOWN);
    assertThat(ends.get(0).isRestarted()).isTrue();
  }

  @Test
  void shouldNotHaveToWaitForAStartThatIsOverdue() throws Exception {
    Controller first = new Controller();
    first.keep();
    first.hasChild(1, 0);
    first.continuity.decided(-60_000);

    Controller second = new Controller();
    EndRecord restarted = end(SELF, 3, EndRecord.CAUSE_EXIT, EndRecord.RESTARTED);
    second.continuity.resume(new Succession(recorded(), SELF, false, restarted, false));

    assertThat(second.continuity.unfinishedDelayMs()).isZero();
  }

  @Test
  void shouldLookForAnotherHolderOnlyAfterARefusalByTheAgent() {
    Controller controller = new Controller();
    controller.keep();

    EndRecord refused = end(DEAD, 75, EndRecord.CAUSE_AGENT, EndRecord.ENDED);
    EndRecord crashed = end(DEAD, 75, EndRecord.CAUSE_EXIT, EndRecord.RESTARTED);

    assertThat(controller.continuity.holderInsteadOf(refused)).as("nobody has the lock").isEmpty();
    assertThat(controller.continuity.holderInsteadOf(crashed)).isEmpty();
  }
}
