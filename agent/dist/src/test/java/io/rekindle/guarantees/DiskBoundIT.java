package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.fold.RetentionPolicy;
import io.rekindle.codec.recovery.RecoverableRange;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.verify.GraphDump;
import io.rekindle.guarantees.apps.FixedStateApp;
import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endless change of a state that does not grow takes bounded space on the disk. */
class DiskBoundIT {

  private static final boolean IS_SOAK = Boolean.getBoolean("rekindle.soak");
  private static final long COMMITS = IS_SOAK ? 10_000_000 : 200_000;

  /** The default keeps more, so more has to be written to go beyond its bound. */
  private static final long COMMITS_BY_DEFAULT = IS_SOAK ? 10_000_000 : 260_000;

  private static final Duration LIMIT = IS_SOAK ? Duration.ofHours(2) : Duration.ofMinutes(5);

  /**
   * See docs/internals/store-layout.md: a segment and two tails, each of 16 MiB and as much again
   * for what is written until its fold is done.
   */
  private static final long CYCLE_BYTES = (64 + 2 * 32) << 20;

  /** What a commit writes at least; a run that wrote no more than its bound would prove nothing. */
  private static final long COMMIT_BYTES_MIN = 1024;

  @TempDir Path temp;

  /** What the default takes beside its snapshots: three tails instead of two. */
  private static final long DEFAULT_CYCLE_BYTES = (64 + 3 * 32) << 20;

  @Test
  void shouldStayWithinBoundWhenStateChangesForEver() throws Exception {
    RetentionPolicy.parse("snapshots:2").write(folder());
    long maxBytes = run(COMMITS);
    long boundBytes = liveBytes() * 5 / 2 + CYCLE_BYTES;
    assertThat(COMMITS * COMMIT_BYTES_MIN).isGreaterThan(boundBytes * 4 / 3);
    assertThat(maxBytes).isLessThanOrEqualTo(boundBytes);
    assertThat(folder().snapshotFiles()).hasSize(2);
    assertComesBack(COMMITS);
  }

  @Test
  void shouldKeepThreeSnapshotsByDefault() throws Exception {
    long maxBytes = run(COMMITS_BY_DEFAULT);
    // Three snapshots, and a fourth one while it is written.
    long boundBytes = liveBytes() * 4 + DEFAULT_CYCLE_BYTES;
    assertThat(COMMITS_BY_DEFAULT * COMMIT_BYTES_MIN).isGreaterThan(boundBytes * 4 / 3);
    assertThat(maxBytes).isLessThanOrEqualTo(boundBytes);
    List<Path> snapshots = folder().snapshotFiles();
    assertThat(snapshots).hasSizeGreaterThanOrEqualTo(3);
    RecoverableRange range = RecoverableRange.of(folder());
    // Each commit is of one change, which counts itself.
    for (long back = 0; back <= 10; back++) {
      long sequence = range.newest() - (range.newest() - range.oldest()) * back / 10;
      try (StateImage image = Recovery.openAt(folder(), sequence)) {
        assertThat(commitsIn(image)).isEqualTo(COMMITS_BY_DEFAULT - (range.newest() - sequence));
      }
    }
    assertComesBack(COMMITS_BY_DEFAULT);
  }

  private static long commitsIn(StateImage image) throws IOException {
    StringBuilder text = new StringBuilder();
    GraphDump.write(image, text);
    Matcher matcher = Pattern.compile("\"?commits\"?[ =:]+(\\d+)").matcher(text);
    assertThat(matcher.find()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private NameFolder folder() throws IOException {
    NameFolder folder = NameFolder.of(temp, Apps.NAME);
    Files.createDirectories(folder.path());
    return folder;
  }

  /** Returns the most space that the store took. */
  private long run(long commits) throws Exception {
    long maxBytes = 0;
    try (ChildJvm jvm =
        Apps.of(FixedStateApp.class, temp, ",durability=commit", "" + commits).start()) {
      jvm.awaitLine("state commits=0 writes=0");
      long deadlineNs = System.nanoTime() + LIMIT.toNanos();
      while (jvm.isAlive()) {
        assertThat(System.nanoTime()).as("deadline").isLessThan(deadlineNs);
        maxBytes = Math.max(maxBytes, allocatedBytes(temp));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
      assertThat(jvm.awaitExit(Apps.LIMIT)).as(jvm.describe()).isZero();
      assertThat(jvm.stderr()).as(jvm.describe()).isEmpty();
    }
    maxBytes = Math.max(maxBytes, allocatedBytes(temp));
    System.err.println(
        "DiskBoundIT: keep="
            + RetentionPolicy.read(folder())
            + " commits="
            + commits
            + " maxBytes="
            + maxBytes
            + " liveBytes="
            + liveBytes());
    return maxBytes;
  }

  private void assertComesBack(long commits) {
    ChildJvm again = Apps.run(FixedStateApp.class, temp, "", "0");
    assertThat(again.stdout()).contains("state commits=" + commits + " writes=" + commits);
  }

  /** A snapshot holds the live state and next to nothing else. */
  private long liveBytes() throws IOException {
    List<Path> snapshots = NameFolder.of(temp, Apps.NAME).snapshotFiles();
    assertThat(snapshots).as("folded snapshots").isNotEmpty();
    return Files.size(snapshots.get(snapshots.size() - 1));
  }

  /** Blocks on the disk: segments are sparse where they are not written yet. */
  private static long allocatedBytes(Path folder) throws IOException, InterruptedException {
    // Files may vanish while it looks; what it printed is right for those that stay.
    Process du =
        new ProcessBuilder("du", "-sk", folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String text = new String(du.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(du.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return text.isEmpty() ? 0 : Long.parseLong(text.split("\\s")[0]) * 1024;
  }
}
