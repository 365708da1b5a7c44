package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads that claim state from inside the static initializers of several classes. */
class StaticInitializersIT {

  private static final String CLASS =
      """
      class NAME {
        static final NAME FIRST = new NAME();
        @State static final List<NAME> ALL = new ArrayList<>();
        @State static int count;
        int number;
        static { Main.meet(); }
        @Checkpoint static void add() {
          NAME made = new NAME();
          made.number = ++count;
          ALL.add(made);
        }
        static String text() { return "NAME " + count + " " + ALL.get(count - 1).number; }
      }
      """;

  private static final String MAIN =
      """
      class Main {
        static final java.util.concurrent.CyclicBarrier INSIDE =
            new java.util.concurrent.CyclicBarrier(2);
        static void meet() {
          try {
            INSIDE.await();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        }
        public static void main(String[] args) throws Exception {
          Thread one = new Thread(() -> One.add());
          Thread other = new Thread(() -> Other.add());
          one.start();
          other.start();
          one.join();
          other.join();
          System.out.println(One.text() + " " + Other.text());
          Runtime.getRuntime().halt(0);
        }
      }
      """;

  @TempDir Path temp;

  @Test
  void shouldPutBothBackWhenEachThreadIsInTheInitializerOfOne() throws IOException {
    Path classes =
        AppSources.of(MAIN, CLASS.replace("NAME", "One"), CLASS.replace("NAME", "Other"))
            .compileTo(temp.resolve("classes"));
    for (int run = 1; run <= 6; run++) {
      try (ChildJvm jvm = AppSources.start(classes, temp.resolve("store"), "")) {
        assertThat(jvm.awaitLine("One ", Apps.LIMIT))
            .isEqualTo("One %d %d Other %d %d".formatted(run, run, run, run));
      }
    }
  }
}
