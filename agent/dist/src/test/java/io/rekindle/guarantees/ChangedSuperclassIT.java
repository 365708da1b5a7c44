package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
  void shouldCaptureStateThatSuperclassGotInLibraryBehindUnchangedJar() throws IOException {
    Path without = compile("without", BASE.replace("STATE ", ""), DERIVED, MAIN_OF_HOLDER);
    Path with = compile("with", BASE.replace("STATE", "@State"), DERIVED, MAIN_OF_HOLDER);
    Path oldLibrary = moveBase(without, "old");
    Path newLibrary = moveBase(with, "new");
    Path app = AppSources.pack(without, temp.resolve("app.jar"));
    Path library = Files.copy(oldLibrary, temp.resolve("library.jar"));

    assertState(run(",include=com.acme", app, library), "state x=1");
    Files.copy(newLibrary, library, StandardCopyOption.REPLACE_EXISTING);
    assertState(run(",include=com.acme", app, library), "state x=1");
    assertState(run(",include=com.acme", app, library), "state x=2");
  }

  @Test
  void shouldGoOnWhenSuperclassMovesToLibrary() throws IOException {
    String base = "abstract class Base { int twice(int i) { return 2 * i; } }";
    Path classes = compile("classes", base, DERIVED, MAIN_OF_VALUE);
    Path app = temp.resolve("app.jar");
    AppSources.pack(classes, app);
    assertState(run(app), "state own=6");

    Path library = moveBase(classes, "library");
    AppSources.pack(classes, app);

    assertState(run(app, library), "state own=7");
    assertState(run(app, library), "state own=8");
  }

  /** Takes the superclass away from {@code classes}, into a jar of its own. */
  private Path moveBase(Path classes, String name) throws IOException {
    String base = "com/acme/Base.class";
    Path folder = temp.resolve(name);
    Files.createDirectories(folder.resolve(base).getParent());
    Files.move(classes.resolve(base), folder.resolve(base));
    return AppSources.pack(folder, temp.resolve(name + ".jar"));
  }

  private Path compile(String folder, String... sources) throws IOException {
    return AppSources.of(sources).compileTo(temp.resolve(folder));
  }

  private static void assertSameClass(String name, Path one, Path other) throws IOException {
    String file = "com/acme/" + name + ".class";
    assertThat(Files.mismatch(one.resolve(file), other.resolve(file))).isEqualTo(-1);
  }

  private ChildJvm run(Path... classPath) {
    return run("", classPath);
  }

  private ChildJvm run(String options, Path... classPath) {
    ChildJvm jvm =
        ChildJvm.of("com.acme.Main")
            .classPath(classPath)
            .flags(Apps.flags())
            .withAgent("name=" + Apps.NAME + ",store=" + temp.resolve("store") + options)
            .start();
    jvm.awaitExit(Apps.LIMIT);
    return jvm;
  }

  private static void assertState(ChildJvm jvm, String state) {
    assertThat(jvm.stdout()).as(jvm.describe()).containsExactly(state);
    assertThat(jvm.stderr()).as(jvm.describe()).isEmpty();
  }
}
