package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.guarantees.apps.CopyApp;
import io.rekindle.guarantees.apps.NoteApp;
import io.rekindle.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that are part of the state: exactly once after any kill, and nobody's changes unnoticed.
 */
class TrackedFileIT {

  private static final int KILLS = Boolean.getBoolean("rekindle.soak") ? 300 : 24;
  private static final int INPUT_BYTES = 24 << 20;
  private static final int WORK_MS = 150;
  private static final String PAUSED = "30000";

  @TempDir Path temp;

  private Path notes() {
    return temp.resolve("notes");
  }

  private ChildJvm app(String options, String... fileOptions) {
    String[] arguments = new String[fileOptions.length + 1];
    arguments[0] = notes().toString();
    System.arraycopy(fileOptions, 0, arguments, 1, fileOptions.length);
    return Apps.of(NoteApp.class, temp.resolve("store"), options, arguments);
  }

  private static void note(ChildJvm jvm, String line) {
    jvm.sendLine(line);
    jvm.awaitLine("done " + line);
  }

  @Test
  void shouldWriteEachByteOnceWhenKilledAtAnyMoment() throws Exception {
    long seed = Apps.seed();
    System.err.println("TrackedFileIT: -Drekindle.seed=" + seed);
    Random random = new Random(seed);
    byte[] bytes = new byte[INPUT_BYTES];
    random.nextBytes(bytes);
    Path input = Files.write(temp.resolve("input"), bytes);
    Path undisturbed = Files.createDirectory(temp.resolve("undisturbed"));
    ChildJvm whole =
        Apps.run(
            CopyApp.class,
            temp.resolve("store-undisturbed"),
            "",
            input.toString(),
            undisturbed.toString(),
            "0");
    assertThat(whole.awaitExit(Apps.LIMIT)).as(whole.describe()).isZero();
    assertThat(undisturbed.resolve("copy")).hasSameBinaryContentAs(input);

    Path killed = Files.createDirectory(temp.resolve("killed"));
    Path store = temp.resolve("store-killed");
    int kills = 0;
    while (kills < KILLS) {
      try (ChildJvm jvm =
          Apps.of(CopyApp.class, store, "", input.toString(), killed.toString(), PAUSED).start()) {
        assertThat(jvm.awaitLine("steps=")).as(jvm.describe()).endsWith("same=true");
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(WORK_MS * 1000)));
        assertThat(jvm.isAlive()).as("%d kills: %s", kills, jvm.describe()).isTrue();
        jvm.killHard();
        kills++;
      }
    }
    assertThat(Files.size(killed.resolve("copy"))).isPositive();
    ChildJvm last = Apps.run(CopyApp.class, store, "", input.toString(), killed.toString(), "0");
    assertThat(last.awaitExit(Apps.LIMIT)).as(last.describe()).isZero();
    assertThat(killed.resolve("copy")).hasSameBinaryContentAs(input);
    assertThat(killed.resolve("index")).hasSameBinaryContentAs(undisturbed.resolve("index"));
  }

  @Test
  void shouldCutOffWhatWasNotCommitted() throws Exception {
    try (ChildJvm jvm = app(",durability=disk", "TRUNCATE_ON_RESTORE").start()) {
      jvm.awaitLine("notes count=0");
      note(jvm, "one");
      jvm.sendLine("!two");
      jvm.awaitLine("hanging");
      assertThat(notes()).hasContent("one\n!two");
      jvm.killHard();
    }
    try (ChildJvm jvm = app("", "TRUNCATE_ON_RESTORE").start()) {
      assertThat(jvm.awaitLine("notes")).isEqualTo("notes count=1 open=true same=true");
      assertThat(jvm.awaitLine("length=")).isEqualTo("length=4");
      assertThat(notes()).hasContent("one\n");
      note(jvm, "three");
      assertThat(notes()).hasContent("one\nthree\n");
    }
  }

  @Test
  void shouldKeepWhatWasNotCommittedUnlessAsked() throws Exception {
    try (ChildJvm jvm = app("").start()) {
      jvm.awaitLine("notes count=0");
      note(jvm, "one");
      jvm.sendLine("!two");
      jvm.awaitLine("hanging");
      jvm.killHard();
    }
    try (ChildJvm jvm = app("").start()) {
      assertThat(jvm.awaitLine("notes")).isEqualTo("notes count=1 open=true same=true");
      note(jvm, "three");
      assertThat(notes()).hasContent("one\n!twothree\n");
    }
  }

  @Test
  void shouldLeaveFilesAloneThatNothingLeadsToAnyMore() throws Exception {
    try (ChildJvm jvm = app("", "TRUNCATE_ON_RESTORE").start()) {
      jvm.awaitLine("notes count=0");
      note(jvm, "one");
      note(jvm, "new");
      note(jvm, "two");
      jvm.killHard();
    }
    try (ChildJvm jvm = app("", "TRUNCATE_ON_RESTORE").start()) {
      assertThat(jvm.awaitLine("notes")).isEqualTo("notes count=2 open=true same=true");
      note(jvm, "three");
      assertThat(notes()).hasContent("one\ntwo\nthree\n");
      note(jvm, "close");
      jvm.killHard();
    }
    Files.delete(notes());
    try (ChildJvm jvm = app("", "TRUNCATE_ON_RESTORE").start()) {
      assertThat(jvm.awaitLine("notes")).isEqualTo("notes count=3 open=false same=true");
    }
    assertThat(notes()).doesNotExist();
  }

  /** Leaves a store and a file with one committed line. */
  private void makeOne() {
    try (ChildJvm jvm = app("").start()) {
      jvm.awaitLine("notes count=0");
      note(jvm, "one");
      jvm.killHard();
    }
  }

  private void assertRefused(int code, String... reasons) {
    ChildJvm jvm = app("").start();
    assertThat(jvm.awaitExit(Apps.LIMIT)).as(jvm.describe()).isEqualTo(code);
    assertThat(String.join("\n", jvm.stderr())).contains(notes().toString()).contains(reasons);
  }

  private void assertRestored() {
    try (ChildJvm jvm = app("").start()) {
      assertThat(jvm.awaitLine("notes")).isEqualTo("notes count=1 open=true same=true");
    }
  }

  @Test
  void shouldRefuseChangedFileUntilItIsBack() throws Exception {
    makeOne();
    Path kept = temp.resolve("kept");
    Files.move(notes(), kept);
    assertRefused(78, "can't be opened again", "NoSuchFileException");
    Files.move(kept, notes());
    assertRestored();

    Files.copy(notes(), kept);
    Files.move(kept, notes(), StandardCopyOption.REPLACE_EXISTING);
    assertRefused(65, "another file is in its place");
  }

  @Test
  void shouldRefuseOtherContent() throws Exception {
    makeOne();
    Files.writeString(notes(), "on");
    assertRefused(65, "it is shorter: length=2, expected at least=4");
    Files.writeString(notes(), "two\nmore");
    assertRefused(65, "its content differs: from=0, to=4");
    Files.writeString(notes(), "one\n");
    assertRestored();
  }

  @Test
  void shouldGoOnWithChangedFileWhenToldTo() throws Exception {
    try (ChildJvm jvm = app("", "WARN_IF_CHANGED").start()) {
      jvm.awaitLine("notes count=0");
      note(jvm, "one");
      jvm.killHard();
    }
    Files.writeString(notes(), "x\n");
    try (ChildJvm jvm = app("", "WARN_IF_CHANGED").start()) {
      assertThat(jvm.awaitLine("notes")).isEqualTo("notes count=1 open=true same=true");
      note(jvm, "two");
      assertThat(notes()).hasContent("x\ntwo\n");
      assertThat(String.join("\n", jvm.stderr())).contains("was changed since the last commit");
    }
  }
}
