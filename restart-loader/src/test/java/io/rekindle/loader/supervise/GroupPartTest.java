package io.rekindle.loader.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.loader.group.Group;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.Ending;
import io.rekindle.loader.store.ExitCodes;
import io.rekindle.loader.store.HealthSettings;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.Membership;
import io.rekindle.loader.store.RestartPolicy;
import io.rekindle.loader.store.RestartSettings;
import io.rekindle.loader.store.Store;
import io.rekindle.loader.store.Strategy;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a member does about its group while somebody else may act on it, too. */
class GroupPartTest {
  private static final RestartSettings SETTINGS =
      new RestartSettings(
          RestartPolicy.ON_FAILURE,
          ExitCodes.NONE,
          ExitCodes.NONE,
          0,
          0,
          10_000,
          5,
          60_000,
          0,
          false,
          false,
          false);

  private static final EndRecord CRASH =
      new EndRecord(1, 100, new Ending(1), 0, 1, "exit", "", EndRecord.RESTARTED, null);

  @TempDir private Path temporary;
  private final VirtualClock clock = new VirtualClock();
  private final Wishes wishes = new Wishes(clock);
  private Group group;
  private GroupPart part;

  @BeforeEach
  void prepare() {
    LaunchRecord launch =
        new LaunchRecord(
            "app",
            Membership.direct("pair", Strategy.ONE_FOR_ALL),
            List.of("/bin/true"),
            Map.of(),
            temporary,
            null,
            List.of(),
            Map.of(),
            "",
            SETTINGS,
            HealthSettings.DEFAULT,
            0);
    LifecycleLog log = new LifecycleLog(new PrintStream(new ByteArrayOutputStream()), "app");
    group = Group.of(Store.at(temporary.resolve("store")), launch, log::line);
    part = new GroupPart(launch, group, wishes, new RestartWindow(SETTINGS, clock), log);
  }

  /** Whether nobody has the group's lock, or lets go of it soon. */
  private boolean isGroupFree(long waitMs) throws Exception {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    return group.locked(() -> System.nanoTime() - deadlineNs >= 0, () -> true).isPresent();
  }

  @Test
  void shouldGoOnWithTheGroupWhenTheSiteIsNotRestarted() throws Exception {
    assertThat(part.begin(CRASH)).isTrue();
    part.finish();

    assertThat(part.resume()).isTrue();

    assertThat(isGroupFree(50)).as("it is this member's to give up").isFalse();
    part.finish();
    assertThat(isGroupFree(60_000)).isTrue();
  }

  @Test
  void shouldNotRestartTheGroupOnceMoreWhenSomebodyElseHasBegunTo() throws Exception {
    assertThat(part.begin(CRASH)).isTrue();
    part.finish();
    wishes.hold(EndRecord.CAUSE_GROUP);

    assertThat(part.resume()).isFalse();

    assertThat(isGroupFree(60_000)).as("nothing is left locked").isTrue();
  }

  @Test
  void shouldLeaveItselfToWhoeverHoldsIt() {
    wishes.hold(EndRecord.CAUSE_GROUP);

    assertThat(part.begin(CRASH)).isFalse();
  }
}
