package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that is told to end while the state can't be captured any more. */
class EndIT {

  private static final String MAIN =
      """
      class Main {
        @State static int count;
        @State static final StringBuffer TEXT = new StringBuffer();
        static final String MODE = System.getenv("MODE");
        @Checkpoint static void add() {
          count++;
          TEXT.append('x');
        }
        @AfterRestore static void reopen() throws Exception {
          if (MODE.equals("hang")) {
            System.out.println("hanging");
            new java.util.concurrent.CountDownLatch(1).await();
          }
        }
        public static void main(String[] args) throws Exception {
          add();
          System.out.println("count " + count + " " + TEXT);
          if (MODE.equals("end")) {
            Runtime.getRuntime().halt(0);
          }
          synchronized (TEXT) {
            System.out.println("locked");
            new java.util.concurrent.CountDownLatch(1).await();
          }
        }
      }
      """;

  private static final int SIGTERM_STATUS = 128 + 15;

  @TempDir Path temp;

  private Path classes;

  @BeforeEach
  void compile() throws IOException {
    classes = AppSources.of(MAIN).compileTo(temp.resolve("classes"));
  }

  private ChildJvm start(String mode) {
    return ChildJvm.of("com.acme.Main")
        .classPath(classes)
        .flags(Apps.flags())
        .environment("MODE", mode)
        .withAgent("name=" + Apps.NAME + ",store=" + temp.resolve("store"))
        .start();
  }

  @Test
  void shouldEndWhenAClaimHangs() throws IOException {
    try (ChildJvm jvm = start("end")) {
      jvm.awaitLine("count 1 x", Apps.LIMIT);
    }
    try (ChildJvm jvm = start("hang")) {
      jvm.awaitLine("hanging", Apps.LIMIT);
      endsWithoutLastCommit(jvm);
    }
    try (ChildJvm jvm = start("end")) {
      jvm.awaitLine("count 2 xx", Apps.LIMIT);
    }
  }

  @Test
  void shouldEndWhenACaptureWaitsForAMonitor() throws IOException {
    try (ChildJvm jvm = start("lock")) {
      jvm.awaitLine("locked", Apps.LIMIT);
      endsWithoutLastCommit(jvm);
    }
    try (ChildJvm jvm = start("end")) {
      jvm.awaitLine("count 2 xx", Apps.LIMIT);
    }
  }

  /** The end closes the pipe of stderr on our side. */
  private void endsWithoutLastCommit(ChildJvm jvm) throws IOException {
    jvm.terminate();
    assertThat(jvm.awaitExit(Apps.LIMIT)).as(jvm.describe()).isEqualTo(SIGTERM_STATUS);
    assertThat(Files.readString(temp.resolve("store").resolve(Apps.NAME).resolve("log")))
        .contains("ERROR")
        .contains("no last commit");
  }
}
