package io.rekindle.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChildJvmTest {

  @Test
  void shouldCaptureOutputAndExitCode() {
    try (ChildJvm jvm = ChildJvm.of(Echo.class, "7").start()) {
      jvm.awaitLine("started");
      jvm.sendLine("hello");

      assertThat(jvm.awaitExit(Duration.ofSeconds(30))).isEqualTo(7);
      assertThat(jvm.stdout()).containsExactly("started", "echo hello");
      assertThat(jvm.stderr()).containsExactly("bye");
    }
  }

  @Test
  void shouldKillHard() {
    try (ChildJvm jvm = ChildJvm.of(Echo.class, "0").start()) {
      jvm.awaitLine("started");

      jvm.killHard();

      assertThat(jvm.isAlive()).isFalse();
      assertThat(jvm.awaitExit(Duration.ofSeconds(5))).isEqualTo(128 + 9);
    }
  }

  @Test
  void shouldShowOutputWhenALineDoesNotCome() {
    try (ChildJvm jvm = ChildJvm.of(Echo.class, "0").start()) {
      jvm.awaitLine("started");
      jvm.sendLine("x");

      assertThatThrownBy(() -> jvm.awaitLine("never")).hasMessageContaining("echo x");
    }
  }

  @Test
  void shouldListTheCurrentJdk() {
    assertThat(TestJdks.all()).contains(TestJdks.current());
  }

  static final class Echo {
    public static void main(String[] args) throws Exception {
      System.out.println("started");
      var line = new java.io.BufferedReader(new java.io.InputStreamReader(System.in)).readLine();
      System.out.println("echo " + line);
      System.err.println("bye");
      System.exit(Integer.parseInt(args[0]));
    }
  }
}
