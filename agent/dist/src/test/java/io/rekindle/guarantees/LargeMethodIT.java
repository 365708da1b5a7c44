package io.rekindle.guarantees;

import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes with methods that are as large as a class file allows, so that no barrier fits in. */
class LargeMethodIT {

  /** Each takes seven bytes of the 65,535; woven, it takes eleven. */
  private static final int STORES = 8_000;

  private static final String MAIN =
      """
      class Main {
        @State static final List<Base> ALL = new ArrayList<>();
        @State static int runs;

        @Checkpoint static void add() {
          ALL.add(new Base());
          ALL.add(new Derived());
        }
        @Checkpoint static void step() {
          runs++;
          for (Base base : ALL) {
            base.large();
          }
          ((Derived) ALL.get(1)).own++;
        }
        public static void main(String[] args) throws Exception {
          if (ALL.isEmpty()) {
            add();
          }
          System.out.println("begun " + text());
          step();
          System.out.println("ended " + text());
          Thread.sleep(Long.MAX_VALUE);
        }
        static String text() {
          return runs + " " + ALL.get(0).field + " " + ALL.get(1).field + " "
              + ((Derived) ALL.get(1)).own;
        }
      }
      """;

  private static final String DERIVED = "class Derived extends Base { int own; }";

  @TempDir Path temp;

  @Test
  void shouldCompareObjectsOfTheirClasses() throws IOException {
    restartThrice("");
  }

  @Test
  void shouldWeaveSubclassesThoughTheClassCannotBeWoven() throws IOException {
    // A hook at the end of the initializer is needed, and does not fit in either.
    restartThrice(
        "@State static long unfit; static { unfit = 1; " + "unfit++;".repeat(7_000) + "}");
  }

  private void restartThrice(String more) throws IOException {
    String base =
        "class Base { int field; void large() { int next = field + 1; "
            + "field = next;".repeat(STORES)
            + "} "
            + more
            + " }";
    Path classes = AppSources.of(MAIN, base, DERIVED).compileTo(temp.resolve("classes"));
    for (int run = 0; run < 3; run++) {
      try (ChildJvm jvm = start(classes)) {
        jvm.awaitLine("begun " + text(run), Apps.LIMIT);
        jvm.awaitLine("ended " + text(run + 1), Apps.LIMIT);
        jvm.killHard();
      }
    }
  }

  private static String text(int run) {
    return run + " " + run + " " + run + " " + run;
  }

  private ChildJvm start(Path classes) {
    return ChildJvm.of("com.acme.Main")
        .classPath(classes)
        .flags(Apps.flags())
        .withAgent("name=" + Apps.NAME + ",store=" + temp.resolve("store"))
        .start();
  }
}
