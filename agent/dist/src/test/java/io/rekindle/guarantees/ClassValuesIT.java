package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.fold.Fold;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes as values, which a restart loads while the application holds its class loader's lock. */
class ClassValuesIT {

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
          String text;
          synchronized (loader) {
            Class<?> registry = Class.forName("com.acme.Registry", true, loader);
            text = (String) registry.getMethod("text").invoke(null);
          }
          System.out.println(text);
          Runtime.getRuntime().halt(0);
        }
      }
      """;

  private static final String REGISTRY =
      """
      public class Registry {
        @State static final List<Entry> ENTRIES = new ArrayList<>();
        static class Entry {
          Class<?> type;
          int number;
        }
        static class Probe {}
        @Checkpoint static void fill() throws Exception {
          List<Class<?>> types = new ArrayList<>();
          java.nio.file.Path folder =
              java.nio.file.FileSystems.getFileSystem(java.net.URI.create("jrt:/"))
                  .getPath("modules/java.base/java/util");
          try (var files = java.nio.file.Files.list(folder)) {
            for (var file : files.sorted().toList()) {
              String name = file.getFileName().toString();
              if (name.endsWith(".class")) {
                types.add(
                    Class.forName("java.util." + name.substring(0, name.length() - 6), false, null));
              }
            }
          }
          types.set(0, Probe.class);
          for (int i = 0; i < 40_000; i++) {
            Entry entry = new Entry();
            entry.type = types.get((int) ((long) i * types.size() / 40_000));
            entry.number = i;
            ENTRIES.add(entry);
          }
        }
        public static String text() throws Exception {
          boolean restored = !ENTRIES.isEmpty();
          if (!restored) {
            fill();
          }
          long hash = 0;
          int known = 0;
          for (Entry entry : ENTRIES) {
            hash = hash * 31 + entry.type.getName().hashCode() + entry.number;
            known += entry.type == Probe.class ? 1 : 0;
          }
          return (restored ? "restored " : "filled ") + hash + " " + (known > 0);
        }
      }
      """;

  @TempDir Path temp;

  private ChildJvm start(Path classes) {
    return ChildJvm.of("com.acme.Main")
        .classPath(classes)
        .flags(Apps.flags())
        .flags("-XX:ActiveProcessorCount=4")
        .withAgent("name=" + Apps.NAME + ",store=" + temp.resolve("store"))
        .start();
  }

  @Test
  void shouldLoadThemWhileTheClaimingThreadHoldsTheLoadersLock() throws IOException {
    Path classes = AppSources.of(MAIN, REGISTRY).compileTo(temp.resolve("classes"));
    String filled;
    try (ChildJvm jvm = start(classes)) {
      filled = jvm.awaitLine("filled ", Apps.LIMIT);
    }
    fold();
    for (int run = 0; run < 2; run++) {
      try (ChildJvm jvm = start(classes)) {
        assertThat(jvm.awaitLine("restored ", Apps.LIMIT))
            .isEqualTo(filled.replace("filled", "restored"))
            .endsWith("true");
      }
    }
  }

  /** What is in the journal only is not read by several threads. */
  private void fold() throws IOException {
    NameFolder folder = NameFolder.of(temp.resolve("store"), Apps.NAME);
    long sequence;
    try (StateImage image = Recovery.open(folder)) {
      sequence = image.sequence();
    }
    Fold.run(folder, Fold.OFFLINE, sequence);
  }
}
