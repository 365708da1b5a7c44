package io.rekindle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much the cache keeps, and what of it is found. */
class WovenCacheTest {

  private static final int CLASS_BYTES = 1000;
  private static final long PLENTY = 1 << 20;

  @TempDir Path temp;

  private Path file;

  @BeforeEach
  void choose() {
    file = temp.resolve("own.cache");
  }

  @Test
  void shouldKeepWhatEarlierStartsAdded() throws Exception {
    start(PLENTY, "A", "B");

    start(PLENTY, "C");

    WovenCache cache = open(PLENTY);
    for (String name : new String[] {"A", "B", "C"}) {
      assertThat(cache.find(name, original(name)).bytes()).isEqualTo(woven(name));
    }
    assertThat(cache.find("A", original("B"))).isNull();
  }

  @Test
  void shouldBeginAnewWhenTooLarge() throws Exception {
    start(PLENTY, "A", "B", "C");
    long size = Files.size(file);

    assertThat(open(size).find("A", original("A"))).isNotNull();
    assertThat(open(size - 1).find("A", original("A"))).isNull();

    assertThat(file).isEmptyFile();
    start(size - 1, "A", "B");
    assertThat(open(size - 1).find("B", original("B"))).isNotNull();
  }

  @Test
  void shouldStoreNoMoreThanTheNextStartTakes() throws Exception {
    start(2 * CLASS_BYTES, "A", "B", "C");

    assertThat(Files.size(file)).isPositive().isLessThanOrEqualTo(2 * CLASS_BYTES);
    assertThat(open(2 * CLASS_BYTES).find("A", original("A"))).isNotNull();
  }

  @Test
  void shouldMakeRoomForNewVersions() throws Exception {
    long max = 5 * CLASS_BYTES;
    for (int version = 0; version < 20; version++) {
      start(max, "A" + version, "B" + version);
      assertThat(Files.size(file)).isLessThanOrEqualTo(2 * max);
    }

    assertThat(open(max).find("B19", original("B19"))).isNotNull();
  }

  @Test
  void shouldBeginAnewWhenMostWasSuperseded() throws Exception {
    start(PLENTY, "A", "B");
    start(PLENTY, "A", "B");
    long size = Files.size(file);
    assertThat(open(PLENTY).find("A", original("A"))).isNotNull();
    assertThat(Files.size(file)).isEqualTo(size);

    start(PLENTY, "A", "B");

    assertThat(open(PLENTY).find("A", original("A"))).isNull();
    assertThat(file).isEmptyFile();
  }

  @Test
  void shouldFindInTheFileOnceTheApplicationHasStarted() throws Exception {
    start(PLENTY, "A", "B");
    WovenCache cache = open(PLENTY);
    cache.release();
    assertThat(cache.find("B", original("B")).bytes()).isEqualTo(woven("B"));

    byte[] damaged = Files.readAllBytes(file);
    damaged[damaged.length - 1]++;
    Files.write(file, damaged);

    assertThat(cache.find("A", original("A")).bytes()).isEqualTo(woven("A"));
    assertThat(cache.find("B", original("B"))).isNull();
    Files.write(file, new byte[0]);
    assertThat(cache.find("A", original("A"))).isNull();
  }

  /** An interrupted thread loads classes, too, and would close a channel. */
  @Test
  void shouldFindInTheFileWhenInterrupted() throws Exception {
    start(PLENTY, "A");
    WovenCache cache = open(PLENTY);
    cache.release();

    Thread.currentThread().interrupt();
    WovenClass found = cache.find("A", original("A"));
    assertThat(Thread.interrupted()).isTrue();

    assertThat(found.bytes()).isEqualTo(woven("A"));
    assertThat(cache.find("A", original("A"))).isNotNull();
  }

  @Test
  void shouldDeleteThoseOfOtherKeys() throws Exception {
    Path other = Files.createFile(temp.resolve("other.cache"));
    Path foreign = Files.createFile(temp.resolve("notes.txt"));
    open(PLENTY);
    assertThat(other).exists();

    start(PLENTY, "A");

    assertThat(other).doesNotExist();
    assertThat(foreign).exists();
    assertThat(open(PLENTY).find("A", original("A"))).isNotNull();
  }

  @Test
  void shouldGoOnWithoutAThread() throws Exception {
    WovenCache cache = WovenCache.open(file, PLENTY, WovenWriterTest::threadThatCannotStart);

    add(cache, "A");
    cache.addHeader("B", original("B"), new ClassHeader(null, java.util.List.of(), false));

    cache.flush();
    assertThat(file).isEmptyFile();
  }

  @Test
  void shouldDoWithoutACacheWhereThereCanBeNone() throws IOException {
    Files.createDirectory(file);

    assertThat(open(PLENTY)).isNull();
  }

  private WovenCache open(long bytesMax) {
    return WovenCache.open(file, bytesMax, WovenWriter.AGENT_THREADS);
  }

  /** Adds classes as if none of them was of use as it was stored. */
  private void start(long bytesMax, String... names) throws InterruptedException {
    WovenCache cache = open(bytesMax);
    for (String name : names) {
      add(cache, name);
      // A record each, so that what there is room for is stored.
      cache.flush();
    }
  }

  private static void add(WovenCache cache, String name) {
    cache.add(name, original(name), WovenClass.generated(woven(name)));
  }

  private static byte[] original(String name) {
    return ("original of " + name).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] woven(String name) {
    byte[] bytes = new byte[CLASS_BYTES - 100];
    java.util.Arrays.fill(bytes, (byte) name.hashCode());
    return bytes;
  }
}
