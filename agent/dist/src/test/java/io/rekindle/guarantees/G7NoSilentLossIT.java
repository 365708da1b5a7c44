package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.guarantees.apps.BypassApp;
import io.rekindle.testing.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that no barrier sees are there after a crash as well. */
class G7NoSilentLossIT {

  private static final String OPTIONS = ",exclude=io.rekindle.guarantees.apps.library";

  @TempDir Path temp;

  @Test
  void shouldKeepChangesPastBarriersWhenHalted() {
    String first = after(Apps.run(BypassApp.class, temp, OPTIONS));
    ChildJvm second = Apps.run(BypassApp.class, temp, OPTIONS);
    assertThat(second.stdout().get(0)).as(second.describe()).isEqualTo("before " + first);
    ChildJvm third = Apps.run(BypassApp.class, temp, OPTIONS);
    assertThat(third.stdout().get(0)).as(third.describe()).isEqualTo("before " + after(second));
  }

  private static String after(ChildJvm jvm) {
    assertThat(jvm.awaitExit(Apps.LIMIT)).as(jvm.describe()).isZero();
    return jvm.awaitLine("after ").substring("after ".length());
  }
}
