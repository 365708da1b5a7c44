package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever earlier starts left in the cache of woven classes, the next one goes well. */
class WovenCacheIT {

  private static final String CORE =
      """
      class Core {
        @State static int runs;
        @Checkpoint static void run(Other other) { runs++; other.runs = runs; }
      }
      """;

  private static final String OTHER = "class Other { int runs; }";

  private static final String MAIN =
      """
      class Main {
        public static void main(String[] args) {
          Other other = new Other();
          Core.run(other);
          System.out.println("state runs=" + other.runs);
          Runtime.getRuntime().halt(0);
        }
      }
      """;

  private static final String TOOL = MAIN.replace("class Main", "class Tool");

  private static final int RECORD_BYTES = 2 << 20;
  private static final int RECORDS = 16;

  @TempDir Path temp;

  /** What comes from beside the main class is woven; what the cache has calls what weaving adds. */
  @Test
  void shouldWeaveForTheMainClassThatIsStarted() throws IOException {
    Path app = AppSources.of(CORE, OTHER, MAIN, TOOL).compileTo(temp.resolve("app"));
    Path tool = temp.resolve("tool");
    Files.createDirectories(tool.resolve("com/acme"));
    Files.move(app.resolve("com/acme/Tool.class"), tool.resolve("com/acme/Tool.class"));
    Path[] classPath = {
      AppSources.pack(app, temp.resolve("app.jar")), AppSources.pack(tool, temp.resolve("tool.jar"))
    };

    assertState(run("com.acme.Main", classPath), "state runs=1");
    assertState(run("com.acme.Tool", classPath), "state runs=2");
    assertState(run("com.acme.Main", classPath), "state runs=3");
  }

  @Test
  void shouldStartWhenTheCacheIsLargerThanTheHeap() throws IOException {
    Path app = AppSources.of(CORE, OTHER, MAIN).compileTo(temp.resolve("app"));
    assertState(run("com.acme.Main", app), "state runs=1");
    Path cache = cacheFile();
    long before = Files.size(cache);
    enlarge(cache);

    assertState(run(List.of("-Xmx24m"), "com.acme.Main", app), "state runs=2");

    assertThat(Files.size(cacheFile())).isPositive().isLessThanOrEqualTo(before);
  }

  /** Adds records of classes that nobody asks for. */
  private static void enlarge(Path cache) throws IOException {
    for (int i = 1; i <= RECORDS; i++) {
      ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
      record.putInt(RECORD_BYTES - 8).putInt(0).putLong(i);
      Files.write(cache, record.array(), StandardOpenOption.APPEND);
    }
  }

  private Path cacheFile() throws IOException {
    try (Stream<Path> files = Files.walk(temp.resolve("store"))) {
      List<Path> caches = files.filter(file -> file.toString().endsWith(".cache")).toList();
      assertThat(caches).hasSize(1);
      return caches.get(0);
    }
  }

  private ChildJvm run(String main, Path... classPath) {
    return run(List.of(), main, classPath);
  }

  private ChildJvm run(List<String> flags, String main, Path... classPath) {
    ChildJvm jvm =
        ChildJvm.of(main)
            .classPath(classPath)
            .flags(Apps.flags())
            .flags(flags.toArray(new String[0]))
            .withAgent(
                "name=" + Apps.NAME + ",store=" + temp.resolve("store") + ",include=com.acme.Core")
            .start();
    jvm.awaitExit(Apps.LIMIT);
    return jvm;
  }

  private static void assertState(ChildJvm jvm, String state) {
    assertThat(jvm.stdout()).as(jvm.describe()).containsExactly(state);
    assertThat(jvm.stderr()).as(jvm.describe()).isEmpty();
  }
}
