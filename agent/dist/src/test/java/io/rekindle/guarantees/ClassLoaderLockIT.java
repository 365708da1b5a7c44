package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thread of the application that holds its class loader's monitor waits for a commit, which finds
 * objects of a class that it has never seen: to look at their fields takes that monitor.
 */
class ClassLoaderLockIT {

  private static final int CLASSES = 30;

  /** A loader of the kind that loads one class at a time, under its own monitor. */
  private static final String MAIN =
      """
      class Main {
        static class Loader extends java.net.URLClassLoader {
          Loader(java.net.URL classes) {
            super(new java.net.URL[] {classes}, ClassLoader.getPlatformClassLoader());
          }
        }
        public static void main(String[] args) throws Exception {
          Loader loader = new Loader(Main.class.getProtectionDomain().getCodeSource().getLocation());
          Class<?> registry = Class.forName("com.acme.Registry", true, loader);
          System.out.println("begun " + registry.getMethod("text").invoke(null));
          var tick = registry.getMethod("tick");
          Thread adding = new Thread(() -> {
            try {
              registry.getMethod("addAll").invoke(null);
            } catch (ReflectiveOperationException e) {
              throw new IllegalStateException(e);
            }
          });
          adding.start();
          while (adding.isAlive()) {
            synchronized (loader) {
              tick.invoke(null);
            }
          }
          System.out.println("ended " + registry.getMethod("text").invoke(null));
        }
      }
      """;

  @TempDir Path temp;

  private ChildJvm start(Path classes) {
    return ChildJvm.of("com.acme.Main")
        .classPath(classes)
        .flags(Apps.flags())
        .withAgent("name=" + Apps.NAME + ",interval=1ms,store=" + temp.resolve("store"))
        .start();
  }

  @Test
  void shouldNotWaitForItWhileItsHolderWaitsForTheCommit() throws IOException {
    Path classes = AppSources.of(MAIN, registry()).compileTo(temp.resolve("classes"));
    try (ChildJvm jvm = start(classes)) {
      jvm.awaitLine("begun 0 0", Apps.LIMIT);
      jvm.awaitLine("ended " + CLASSES + " " + CLASSES, Apps.LIMIT);
    }
    try (ChildJvm jvm = start(classes)) {
      assertThat(jvm.awaitLine("begun ", Apps.LIMIT)).isEqualTo("begun " + CLASSES + " " + CLASSES);
    }
  }

  /** Each class that is added has a field of a class that nothing has loaded before. */
  private static String registry() {
    StringBuilder source =
        new StringBuilder(
            """
            public class Registry {
              @State static final List<Object> ALL = new ArrayList<>();
              @State static int added;
              @State static long ticks;
              @Checkpoint public static void tick() {
                ticks++;
              }
              @Checkpoint static void add(Object object) {
                ALL.add(object);
                added++;
              }
              public static String text() {
                return ALL.size() + " " + added;
              }
            """);
    for (int i = 0; i < CLASSES; i++) {
      source.append(
          """
            static class Held%1$d {}
            static class Holder%1$d {
              Held%1$d held;
              int number = %1$d;
            }
          """
              .formatted(i));
    }
    source.append("public static void addAll() {\n");
    for (int i = 0; i < CLASSES; i++) {
      source.append("add(new Holder%d());\n".formatted(i));
    }
    return source.append("}\n}\n").toString();
  }
}
