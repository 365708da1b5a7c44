package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A class that stays as it is, in an application whose next version changes a superclass: the woven
 * form that earlier starts kept must not be used beside it.
 */
class ChangedSuperclassIT {

  private static final String BASE =
      """
      abstract class Base {
        STATE int x;
        @Checkpoint void step() { x++; }
      }
      """;

  private static final String DERIVED =
      """
      class Derived extends Base {
        int own;
        Derived() { own = 5; }
        @Checkpoint void count() { own++; }
      }
      """;

  private static final String MAIN_OF_HOLDER =
      """
      class Main {
        public static void main(String[] args) {
          Derived derived = new Derived();
          derived.step();
          System.out.println("state x=" + derived.x);
          Runtime.getRuntime().halt(0);
        }
      }
      """;

  private static final String MAIN_OF_VALUE =
      """
      class Main {
        @State static Derived derived = new Derived();
        public static void main(String[] args) {
          derived.count();
          System.out.println("state own=" + derived.own);
          Runtime.getRuntime().halt(0);
        }
      }
      """;

  @TempDir Path temp;

  @Test
  void shouldCaptureStateThatSuperclassGot() throws IOException {
    Path without = compile("without", BASE.replace("STATE ", ""), DERIVED, MAIN_OF_HOLDER);
    Path with = compile("with", BASE.replace("STATE", "@State"), DERIVED, MAIN_OF_HOLDER);
    assertSameClass("Derived", without, with);

    assertState(run(without), "state x=1");
    assertState(run(with), "state x=1");
    assertState(run(with), "state x=2");
  }

  @Test
  void shouldGoOnWhenSuperclassMovesToLibrary() throws IOException {
    String base = "abstract class Base { int twice(int i) { return 2 * i; } }";
    Path classes = compile("classes", base, DERIVED, MAIN_OF_VALUE);
    Path app = temp.resolve("app.jar");
    AppSources.pack(classes, app);
    assertState(run(app), "state own=6");

    Path library = Files.createDirectories(temp.resolve("library/com/acme"));
    Files.move(classes.resolve("com/acme/Base.class"), library.resolve("Base.class"));
    Path libraryJar = AppSources.pack(temp.resolve("library"), temp.resolve("library.jar"));
    AppSources.pack(classes, app);

    assertState(run(app, libraryJar), "state own=7");
    assertState(run(app, libraryJar), "state own=8");
  }

  private Path compile(String folder, String... sources) throws IOException {
    return AppSources.of(sources).compileTo(temp.resolve(folder));
  }

  private static void assertSameClass(String name, Path one, Path other) throws IOException {
    String file = "com/acme/" + name + ".class";
    assertThat(Files.mismatch(one.resolve(file), other.resolve(file))).isEqualTo(-1);
  }

  private ChildJvm run(Path... classPath) {
    ChildJvm jvm =
        ChildJvm.of("com.acme.Main")
            .classPath(classPath)
            .flags(Apps.flags())
            .withAgent("name=" + Apps.NAME + ",store=" + temp.resolve("store"))
            .start();
    jvm.awaitExit(Apps.LIMIT);
    return jvm;
  }

  private static void assertState(ChildJvm jvm, String state) {
    assertThat(jvm.stdout()).as(jvm.describe()).containsExactly(state);
    assertThat(jvm.stderr()).as(jvm.describe()).isEmpty();
  }
}
