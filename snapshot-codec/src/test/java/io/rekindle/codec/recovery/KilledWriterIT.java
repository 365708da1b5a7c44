package io.rekindle.codec.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.PayloadScanner;
import io.rekindle.codec.fold.Fold;
import io.rekindle.codec.fold.RetentionPolicy;
import io.rekindle.codec.journal.ChronicleJournal;
import io.rekindle.codec.journal.JournalBase;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.testkit.Model;
import io.rekindle.codec.testkit.RandomHistory;
import io.rekindle.codec.testkit.Seeds;
import io.rekindle.codec.testkit.TestStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A JVM that commits and folds as fast as it can is killed (SIGKILL) at a random moment, again and
 * again.
 *
 * <p>Invariants checked: what it said was committed is there; what is there is the state after some
 * commit, not before the last one acknowledged; under any policy of retention, every commit that
 * can be gone back to is there as it was.
 */
class KilledWriterIT {
  private static final String[] POLICIES = {"snapshots:2", "snapshots:4", "60MB", "1s"};

  @TempDir Path path;

  @Test
  void shouldHaveEveryAcknowledgedCommitWhenKilled() throws Exception {
    long seed = Seeds.next("KilledWriterIT");
    Random random = new Random(seed);
    NameFolder folder = new NameFolder(path.resolve("name"));
    int rounds = Seeds.soak() ? 40 : 8;
    for (int round = 0; round < rounds; round++) {
      if (round > 0) {
        RetentionPolicy.parse(POLICIES[random.nextInt(POLICIES.length)]).write(folder);
      }
      long acknowledged = runAndKill(folder, seed, random.nextInt(400));
      try (StateImage image = Recovery.openForRestart(folder)) {
        assertThat(image.sequence()).isGreaterThanOrEqualTo(acknowledged);
        RandomHistory history = historyUpTo(seed, image.sequence());
        PayloadScanner scanner = new PayloadScanner(history.classes);
        assertThat(Model.of(image).reachable(scanner)).isEqualTo(history.model.reachable(scanner));
      }
      assertRangeIsThere(folder, seed, random);
    }
  }

  /** Commits of the range, some chosen at random, are what they were when they were made. */
  private static void assertRangeIsThere(NameFolder folder, long seed, Random random)
      throws IOException {
    RecoverableRange range = RecoverableRange.of(folder);
    if (range.isEmpty()) {
      return;
    }
    TreeSet<Long> chosen = new TreeSet<>(List.of(range.oldest(), range.newest()));
    for (int i = 0; i < 10; i++) {
      chosen.add(random.nextLong(range.oldest(), range.newest() + 1));
    }
    for (long sequence : chosen) {
      RandomHistory history = historyUpTo(seed, sequence);
      PayloadScanner scanner = new PayloadScanner(history.classes);
      try (StateImage image = Recovery.openAt(folder, sequence)) {
        assertThat(Model.of(image).reachable(scanner))
            .as("commit %d of %s", sequence, range)
            .isEqualTo(history.model.reachable(scanner));
      }
    }
  }

  /** What the application has done by then, in however many JVMs. */
  private static RandomHistory historyUpTo(long seed, long sequence) {
    RandomHistory history = new RandomHistory(seed, 200);
    OperationOutput output = new OperationOutput();
    for (long i = 1; i <= sequence; i++) {
      history.next(output);
    }
    return history;
  }

  private long runAndKill(NameFolder folder, long seed, int delayMs) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("--") || argument.startsWith("-Dchronicle")) {
        command.add(argument);
      }
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(KilledWriterIT.class.getName());
    command.add(folder.path().toString());
    command.add(String.valueOf(seed));
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    long acknowledged = 0;
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(child.getInputStream()))) {
      String line = lines.readLine();
      assertThat(line).as("the child's first commit").isNotNull();
      child.onExit().completeOnTimeout(null, delayMs, TimeUnit.MILLISECONDS).get();
      child.destroyForcibly();
      while (line != null) {
        acknowledged = Long.parseLong(line);
        line = lines.readLine();
      }
    } catch (IOException killed) {
      assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    child.waitFor();
    return acknowledged;
  }

  /** The JVM that is killed. Lines may be cut off, so each is written whole with one call. */
  public static void main(String[] arguments) throws Exception {
    NameFolder folder = new NameFolder(Path.of(arguments[0]));
    long seed = Long.parseLong(arguments[1]);
    long sequence;
    int nextOid;
    try (StateImage image = Recovery.openForRestart(folder)) {
      sequence = image.sequence();
      nextOid = image.nextOid();
    }
    RandomHistory history = historyUpTo(seed, sequence);
    int incarnation = folder.claimIncarnation();
    JournalBase base =
        new JournalBase(incarnation, sequence, 1, nextOid, history.classes.maxId() + 1);
    OperationOutput output = new OperationOutput();
    try (ChronicleJournal journal =
        ChronicleJournal.create(folder.journal(incarnation), base, incarnation, TestStore.SMALL)) {
      while (true) {
        history.next(output);
        journal.append(output, ++sequence, 1);
        System.out.write((sequence + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        System.out.flush();
        if (sequence % 97 == 0) {
          Fold.run(folder, incarnation, sequence);
        }
        if (sequence % 31 == 0) {
          journal.force();
        }
      }
    }
  }
}
