package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.guarantees.apps.BypassApp;
import io.rekindle.testing.ChildJvm;
import java.io.IOException;
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

  /** The constant list was encoded when another part of the commit was refused. */
  @Test
  void shouldStoreConstantsWithTheNextCommitWhenOneIsRefused() throws IOException {
    String main =
        """
        class Main {
          static class Box { Object held; }
          @State static List<Object> parts = new ArrayList<>();
          @Checkpoint static void fill(Box box) { parts.add(box); parts.add(List.of("constant")); }
          @Checkpoint static void empty(Box box) { box.held = null; }
          public static void main(String[] args) {
            System.out.println("state " + (parts.isEmpty() ? "" : parts.get(1)));
            Box box = new Box();
            box.held = Thread.currentThread();
            if (parts.isEmpty()) { fill(box); empty(box); Rekindle.checkpoint(); }
            while (args.length > 0 && !Thread.interrupted()) {
              java.util.concurrent.locks.LockSupport.park();
            }
          }
        }
        """;
    Path classes = AppSources.of(main).compileTo(temp.resolve("classes"));
    Path store = temp.resolve("store");
    try (ChildJvm first = AppSources.start(classes, store, "", "wait")) {
      first.awaitLine("rekindle: ERROR state is UNPROTECTED");
      AgentStatusClient.awaitHealth(store, "PROTECTED");
      first.killHard();
    }
    ChildJvm second = AppSources.run(classes, store, "");
    assertThat(second.stdout()).as(second.describe()).containsExactly("state [constant]");
  }

  private static String after(ChildJvm jvm) {
    assertThat(jvm.awaitExit(Apps.LIMIT)).as(jvm.describe()).isZero();
    return jvm.awaitLine("after ").substring("after ".length());
  }
}
