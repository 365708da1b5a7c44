package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When {@code @AfterRestore} methods run, in which order, and what they are told. */
class AfterRestoreIT {

  private static final String PART =
      """
      class Part {
        final String label;
        Part other;
        transient boolean isOpen;
        Part(String label) { this.label = label; }
        @AfterRestore private void open() {
          isOpen = true;
          Main.note("part " + label + " beside " + other.label);
        }
      }
      """;

  private static final String BASE =
      """
      class Base {
        @State String base = "new";
        @AfterRestore void reopenBase(RestoreInfo info) {
          Main.note("base " + base + " of " + info.name() + " " + info.incarnation() + " "
              + info.sequence() + " " + info.previousExit());
        }
      }
      """;

  private static final String HOLDER =
      """
      class Holder extends Base {
        @State Part part = new Part("new");
        Holder() { Main.note("constructor " + base); }
        @Checkpoint void step() {
          base = "stored";
          part = new Part("one");
          part.other = new Part("two");
          part.other.other = part;
        }
        @AfterRestore void reopen() {
          Main.note("holder " + base + " " + part.label + " " + part.isOpen + part.other.isOpen);
        }
      }
      """;

  private static final String SHARED =
      """
      class Shared {
        @State static int count;
        static boolean isOpen;
        @Checkpoint static void step() { count++; }
        @AfterRestore static void open() throws InterruptedException {
          Main.note("statics " + count);
          Thread other = new Thread(() -> Main.note("other thread " + (count > 0) + " " + isOpen));
          other.start();
          // It comes to its end before this method only if it is let past the class too early.
          other.join(300);
          isOpen = true;
          Main.other = other;
        }
      }
      """;

  private static final String MAIN =
      """
      class Main {
        static Thread other;
        static synchronized void note(String text) { System.out.println(text); }
        public static void main(String[] args) throws InterruptedException {
          note("main " + Rekindle.isManaged() + " " + Rekindle.isRestart() + " "
              + Rekindle.incarnation() + " " + Rekindle.previousExit());
          note("pids " + Rekindle.originalPid() + " " + Rekindle.previousPid());
          Holder holder = new Holder();
          note("made " + holder.base);
          holder.step();
          Shared.step();
          if (other != null) { other.join(); }
          note("count " + Shared.count);
          Runtime.getRuntime().halt(0);
        }
      }
      """;

  @TempDir Path temp;

  private Path classes;

  @BeforeEach
  void compile() throws IOException {
    classes = AppSources.of(PART, BASE, HOLDER, SHARED, MAIN).compileTo(temp.resolve("classes"));
  }

  private ChildJvm run(String previousExit) {
    ChildJvm jvm =
        ChildJvm.of("com.acme.Main")
            .classPath(classes)
            .flags(Apps.flags())
            .environment("REKINDLE_PREVIOUS_EXIT", previousExit)
            .withAgent("name=" + Apps.NAME + ",store=" + temp.resolve("store"))
            .start();
    jvm.awaitExit(Apps.LIMIT);
    return jvm;
  }

  private long storedSequence() throws IOException {
    NameFolder folder = NameFolder.of(temp.resolve("store"), Apps.NAME);
    try (StateImage image = Recovery.open(folder)) {
      return image.sequence();
    }
  }

  @Test
  void shouldRunInOrderAndBeforeAnyoneElseSeesTheState() throws IOException {
    ChildJvm first = run("none");
    assertThat(first.stdout())
        .as(first.describe())
        .containsExactly(
            "main true false 1 PreviousExit[kind=NONE, code=-1]",
            "pids " + first.pid() + " 0",
            "constructor new",
            "made new",
            "count 1");
    long sequence = storedSequence();

    ChildJvm second = run("signaled:9");

    String killed = "PreviousExit[kind=SIGNALED, code=9]";
    assertThat(second.stderr()).as(second.describe()).isEmpty();
    assertThat(second.stdout())
        .as(second.describe())
        .containsSubsequence(
            "main true true 2 " + killed,
            "pids " + first.pid() + " " + first.pid(),
            "constructor new",
            "base stored of app 2 " + sequence + " " + killed,
            "holder stored one truetrue",
            "made stored",
            "statics 1",
            "other thread true true",
            "count 2")
        .containsSubsequence("constructor new", "part one beside two", "holder stored one truetrue")
        .containsSubsequence("constructor new", "part two beside one", "holder stored one truetrue")
        .hasSize(11);

    ChildJvm third = run("exited:0");

    assertThat(third.stdout())
        .as(third.describe())
        .contains("pids " + first.pid() + " " + second.pid());
  }
}
