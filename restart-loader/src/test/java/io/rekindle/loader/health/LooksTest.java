package io.rekindle.loader.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.loader.store.EndRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The looks at a start, at beats and by probes, at times of the test's own making. */
class LooksTest {
  private static final Symptom FAILURE = Symptom.of(EndRecord.CAUSE_PROBE, "refused");

  private final Suspension suspension = new Suspension();
  private final List<String> lines = new ArrayList<>();
  private final List<Duration> timeouts = new ArrayList<>();
  private Optional<Symptom> found = Optional.of(FAILURE);
  private long beats;
  private int readyCount;

  private Optional<Symptom> probe(Duration timeout) {
    timeouts.add(timeout);
    return found;
  }

  private static long s(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  private StartLook start(long timeoutMs) {
    return new StartLook(this::probe, timeoutMs, s(100), suspension.follower(), () -> readyCount++);
  }

  private BeatLook beat(long graceEndNs) {
    return new BeatLook(
        new MissedBeats(2, 3), 1000, 3, graceEndNs, () -> beats, suspension.follower(), lines::add);
  }

  private ProbeLook probes(long graceEndNs) {
    return new ProbeLook(this::probe, 3, Duration.ofSeconds(1), graceEndNs, suspension.follower());
  }

  private static String cause(Optional<Symptom> symptom) {
    return symptom.map(Symptom::cause).orElse("");
  }

  @Test
  void shouldTellReadinessOnceAndAskNoMore() {
    StartLook look = start(30_000);
    assertThat(look.at(s(110))).isEmpty();
    found = Optional.empty();
    assertThat(look.at(s(120))).isEmpty();
    found = Optional.of(FAILURE);

    assertThat(look.at(s(500))).isEmpty();

    assertThat(readyCount).isEqualTo(1);
    assertThat(timeouts).hasSize(2);
  }

  @Test
  void shouldFindAStartTimeoutAtTheLimitAndSayWhatIsMissing() {
    StartLook look = start(30_000);
    assertThat(look.at(s(130) - 1)).isEmpty();

    Optional<Symptom> symptom = look.at(s(130));

    assertThat(cause(symptom)).isEqualTo(EndRecord.CAUSE_START_TIMEOUT);
    assertThat(symptom.orElseThrow().text()).isEqualTo("not ready after 30000 ms: refused");
    assertThat(readyCount).isZero();
  }

  @Test
  void shouldNotLetOneCheckTakeTheWholeTimeOfTheStart() {
    StartLook look = start(30_000);

    look.at(s(100));
    look.at(s(128));
    look.at(s(130) - 1);

    assertThat(timeouts)
        .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofMillis(100));
  }

  @Test
  void shouldGiveAStartItsWholeTimeAgainWhenResumed() {
    StartLook look = start(30_000);
    suspension.suspend();
    assertThat(look.at(s(1000))).isEmpty();
    suspension.resume();
    assertThat(look.at(s(2000))).isEmpty();

    assertThat(look.at(s(2030) - 1)).isEmpty();
    assertThat(cause(look.at(s(2030)))).isEqualTo(EndRecord.CAUSE_START_TIMEOUT);
  }

  @Test
  void shouldBeReadyEvenWhileSuspended() {
    StartLook look = start(30_000);
    suspension.suspend();
    found = Optional.empty();

    look.at(s(1000));

    assertThat(readyCount).isEqualTo(1);
  }

  @Test
  void shouldCountMissesFromReadinessOnIfThereIsNeverABeat() {
    BeatLook look = beat(s(100));

    assertThat(look.at(s(101))).isEmpty();
    assertThat(look.at(s(102))).isEmpty();
    assertThat(lines).hasSize(1).first().asString().startsWith("heartbeat: 2 intervals of 1000 ms");

    assertThat(cause(look.at(s(103)))).isEqualTo(EndRecord.CAUSE_HEARTBEAT);
  }

  @Test
  void shouldCountFromTheFirstBeatOrTheEndOfTheGrace() {
    BeatLook early = beat(s(130));
    for (int second = 101; second < 110; second++) {
      assertThat(early.at(s(second))).isEmpty();
    }
    beats = 1;
    assertThat(early.at(s(110))).isEmpty();
    early.at(s(111));
    early.at(s(112));
    assertThat(cause(early.at(s(113)))).isEqualTo(EndRecord.CAUSE_HEARTBEAT);

    beats = 0;
    BeatLook never = beat(s(130));
    assertThat(never.at(s(129))).isEmpty();
    never.at(s(130));
    never.at(s(131));
    assertThat(cause(never.at(s(132)))).isEqualTo(EndRecord.CAUSE_HEARTBEAT);
  }

  @Test
  void shouldTakeALateLookForOneInterval() {
    BeatLook look = beat(s(100));

    assertThat(look.at(s(5000))).isEmpty();
    assertThat(look.at(s(5001))).isEmpty();
    assertThat(look.at(s(5002))).isPresent();
  }

  @Test
  void shouldGiveAFreshIntervalAfterAResume() {
    BeatLook look = beat(s(100));
    look.at(s(101));
    look.at(s(102));
    suspension.suspend();
    for (int second = 103; second < 120; second++) {
      assertThat(look.at(s(second))).isEmpty();
    }
    suspension.resume();

    assertThat(look.at(s(120))).as("part of an interval").isEmpty();
    assertThat(look.at(s(121))).isEmpty();
    assertThat(lines).hasSize(1);
    assertThat(look.at(s(122))).isEmpty();
    assertThat(lines).hasSize(2);
    assertThat(look.at(s(123))).isPresent();
  }

  @Test
  void shouldNoticeASuspensionThatWasOverBetweenTwoLooks() {
    BeatLook look = beat(s(100));
    look.at(s(101));
    look.at(s(102));
    suspension.suspend();
    suspension.resume();

    assertThat(look.at(s(103))).isEmpty();
    assertThat(look.at(s(104))).isEmpty();
  }

  @Test
  void shouldEndAfterSoManyFailuresInARow() {
    ProbeLook look = probes(s(100));
    assertThat(look.at(s(101))).isEmpty();
    assertThat(look.at(s(102))).isEmpty();
    found = Optional.empty();
    assertThat(look.at(s(103))).isEmpty();
    found = Optional.of(FAILURE);
    assertThat(look.at(s(104))).isEmpty();
    assertThat(look.at(s(105))).isEmpty();

    assertThat(look.at(s(106)).orElseThrow().text()).isEqualTo("refused (3 times in a row)");
  }

  @Test
  void shouldForgiveFailuresUntilTheFirstSuccessOrTheEndOfTheGrace() {
    ProbeLook look = probes(s(130));
    for (int second = 101; second < 110; second++) {
      assertThat(look.at(s(second))).isEmpty();
    }
    found = Optional.empty();
    look.at(s(110));
    found = Optional.of(FAILURE);
    look.at(s(111));
    look.at(s(112));
    assertThat(look.at(s(113))).isPresent();

    ProbeLook never = probes(s(130));
    never.at(s(129));
    never.at(s(130));
    never.at(s(131));
    assertThat(never.at(s(132))).isPresent();
  }

  @Test
  void shouldEndAtOnceForWhatIsCertain() {
    found = Optional.of(new Symptom(EndRecord.CAUSE_DEADLOCK, "2 threads", true));

    assertThat(cause(probes(s(100)).at(s(101)))).isEqualTo(EndRecord.CAUSE_DEADLOCK);
  }

  @Test
  void shouldNotEvenProbeWhileSuspended() {
    ProbeLook look = probes(s(100));
    suspension.suspend();

    look.at(s(101));

    assertThat(timeouts).isEmpty();
  }
}
