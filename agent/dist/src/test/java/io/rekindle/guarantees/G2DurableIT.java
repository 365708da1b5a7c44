package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.guarantees.apps.BusySectionsApp;
import io.rekindle.guarantees.apps.Confirmations;
import io.rekindle.guarantees.apps.CounterApp;
import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ends a JVM in many ways and looks for what it had confirmed.
 *
 * <p>Invariants checked: every returned section is there; nothing is there that was not begun.
 */
class G2DurableIT {

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "kill, commit",
    "halt, commit",
    "memory, commit",
    "segfault, commit",
    "exit, commit",
    "kill, disk",
    "exit, interval"
  })
  void shouldKeepReturnedSectionsWhenProcessEnds(String end, String durability) throws IOException {
    Path file = temp.resolve("confirmed");
    String options = ",durability=" + durability;
    ChildJvm jvm = counter(options, "200", end);
    try (jvm) {
      jvm.flags("-Xmx96m", "-XX:+ExitOnOutOfMemoryError", "-XX:-CreateCoredumpOnCrash");
      jvm.workingDirectory(temp).start();
      jvm.awaitLine("counted");
      if (end.equals("kill")) {
        jvm.killHard();
      }
      int code = jvm.awaitExit(Apps.LIMIT);
      assertThat(code).as(jvm.describe()).isEqualTo(expectedCode(end));
    }
    assertThat(new Confirmations(file).get(0)).isEqualTo(200);
    assertThat(restored(options)).isEqualTo("state count=200 restart=true");
  }

  @Test
  void shouldKeepWhatIsOlderThanTheIntervalWhenHalted() throws IOException {
    String options = ",durability=interval,interval=100ms";
    try (ChildJvm jvm = counter(options, "10", "interval").start()) {
      assertThat(jvm.awaitExit(Apps.LIMIT)).as(jvm.describe()).isEqualTo(3);
    }
    assertThat(restored(options)).isEqualTo("state count=1010 restart=true");
  }

  @Test
  void shouldCommitAfterEachIntervalThoughSectionsRunAllTheTime() {
    long counted;
    try (ChildJvm jvm = busySections().start()) {
      jvm.awaitLine("state ");
      jvm.sendLine("count");
      counted = number(jvm.awaitLine("count="));
      // The first of two may have begun before.
      AgentStatusClient.awaitCommits(temp, 2);
      jvm.killHard();
      jvm.awaitExit(Apps.LIMIT);
    }
    try (ChildJvm jvm = busySections().start()) {
      assertThat(number(jvm.awaitLine("state count="))).isGreaterThanOrEqualTo(counted);
    }
  }

  private ChildJvm busySections() {
    return Apps.of(BusySectionsApp.class, temp, ",durability=interval");
  }

  private static long number(String line) {
    return Long.parseLong(line.substring(line.indexOf('=') + 1));
  }

  private static int expectedCode(String end) {
    return switch (end) {
      case "kill" -> 128 + 9;
      case "segfault" -> 1; // Without a core dump the JVM ends itself.
      case "exit" -> 0;
      default -> 3;
    };
  }

  private ChildJvm counter(String options, String number, String end) {
    String[] arguments = {temp.resolve("confirmed").toString(), number, end};
    return Apps.of(CounterApp.class, temp.resolve("store"), options, arguments);
  }

  private String restored(String options) {
    try (ChildJvm jvm = counter(options, "0", "exit").start()) {
      return jvm.awaitLine("state ");
    }
  }
}
