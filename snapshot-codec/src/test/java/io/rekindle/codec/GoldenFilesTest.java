package io.rekindle.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.fold.Fold;
import io.rekindle.codec.fold.RetirementList;
import io.rekindle.codec.journal.ChronicleJournal;
import io.rekindle.codec.journal.ExcerptHeader;
import io.rekindle.codec.journal.JournalBase;
import io.rekindle.codec.journal.JournalOptions;
import io.rekindle.codec.journal.SegmentReader;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.snapshot.SnapshotHeader;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.testkit.FrozenFiles;
import io.rekindle.codec.verify.GraphDump;
import io.rekindle.codec.verify.StoreVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariants checked: the files that format version 1 wrote are read as they always were; what is
 * written today has the same bytes. If one of these fails because the format was changed on
 * purpose, raise the version, keep the old files, and make new ones: {@code
 * -Drekindle.golden.write=true}.
 */
class GoldenFilesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/v1");

  @TempDir Path path;

  private static List<ClassDescriptor> classes() {
    return List.of(
        new ClassDescriptor(
            1,
            NodeKind.STATICS,
            "com.acme.Bank",
            List.of(
                new FieldDescriptor("com.acme.Bank", "accounts", "Ljava/util/Map;"),
                new FieldDescriptor("com.acme.Bank", "total", "J"))),
        new ClassDescriptor(2, NodeKind.MAP, "java.util.HashMap", List.of()),
        new ClassDescriptor(3, NodeKind.SEQUENCE, "java.util.ArrayList", List.of()),
        new ClassDescriptor(
            4,
            NodeKind.PLAIN,
            "com.acme.Account",
            List.of(
                new FieldDescriptor("com.acme.Base", "id", "I"),
                new FieldDescriptor("com.acme.Account", "id", "Ljava/lang/String;"),
                new FieldDescriptor("com.acme.Account", "z", "Z"),
                new FieldDescriptor("com.acme.Account", "b", "B"),
                new FieldDescriptor("com.acme.Account", "s", "S"),
                new FieldDescriptor("com.acme.Account", "c", "C"),
                new FieldDescriptor("com.acme.Account", "f", "F"),
                new FieldDescriptor("com.acme.Account", "d", "D"))),
        new ClassDescriptor(5, NodeKind.ARRAY, "[J", List.of()),
        new ClassDescriptor(6, NodeKind.ARRAY, "[Ljava.lang.Object;", List.of()),
        new ClassDescriptor(7, NodeKind.OPAQUE, "org.foreign.Thing", List.of()),
        new ClassDescriptor(8, NodeKind.ENUM, "com.acme.Color", List.of()),
        new ClassDescriptor(9, NodeKind.VALUE, "org.foreign.Money", List.of()));
  }

  private static void first(OperationOutput out) {
    classes().forEach(out::descriptor);
    out.root("static com.acme.Bank", 1);
    out.beginNode(1, 1);
    out.putRef(2);
    out.putLong(-7);
    out.endNode();
    out.beginNode(2, 2);
    out.putVarint(2);
    out.putBoxedFloat(0.75f);
    out.putBoxedInt(16);
    out.putVarint(2);
    out.putString("x");
    out.putRef(3);
    out.putString("größe 状態");
    out.putRef(4);
    out.endNode();
    out.beginNode(3, 4);
    out.putInt(42);
    out.putString("acc\"1\"");
    out.putBoolean(true);
    out.putByte(-1);
    out.putShort(-2);
    out.putChar('q');
    out.putFloat(1.5f);
    out.putDouble(Double.NEGATIVE_INFINITY);
    out.endNode();
    allValues(out);
    out.beginNode(5, 5);
    out.putVarint(2);
    out.putLong(1);
    out.putLong(Long.MIN_VALUE);
    out.endNode();
    out.beginNode(6, 7);
    out.putByte(1);
    out.putVarint(1);
    out.putVarint(5);
    out.putVarint(3);
    out.putBytes(new byte[] {1, 2, 3}, 0, 3);
    out.endNode();
  }

  private static void allValues(OperationOutput out) {
    out.beginNode(4, 3);
    out.putVarint(0);
    out.putVarint(20);
    out.putNull();
    out.putRef(5);
    out.putRef(6);
    out.putBoxedBoolean(false);
    out.putBoxedBoolean(true);
    out.putBoxedByte((byte) -5);
    out.putBoxedShort((short) 300);
    out.putBoxedChar('ü');
    out.putBoxedInt(Integer.MIN_VALUE);
    out.putBoxedLong(Long.MAX_VALUE);
    out.putBoxedFloat(-0.5f);
    out.putBoxedDouble(Double.NaN);
    out.putBigInteger(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0});
    out.putBigDecimal(-3, new byte[] {(byte) 0x85});
    out.putEnum(8, "RED");
    out.putClass("com.acme.Bank");
    out.putUuid(0x0123456789abcdefL, 0xfedcba9876543210L);
    out.putOpaqueValue(9, new byte[] {9, 8}, 0, 2);
    out.putString("");
    out.putRef(7);
    out.endNode();
    out.beginNode(7, 6);
    out.putVarint(2);
    out.putNull();
    out.putRef(1);
    out.endNode();
  }

  private static void second(OperationOutput out) {
    out.root("com.acme.Session[42]", 3);
    out.root("static com.acme.Bank", 0);
    out.retired(1);
    out.beginNode(8, 5);
    out.putVarint(0);
    out.endNode();
    deltas(out);
  }

  private static void deltas(OperationOutput out) {
    out.beginDelta(2, 2);
    out.editShape(1);
    out.putBoxedFloat(0.5f);
    out.editPut();
    out.putString("x");
    out.putRef(4);
    out.editPutLast();
    out.putString("last");
    out.putNull();
    out.editPutFirst();
    out.putString("first");
    out.putBoxedInt(1);
    out.editRemove();
    out.putString("größe 状態");
    out.endDelta();
    out.beginDelta(4, 3);
    out.editAdd();
    out.putString("");
    out.editAddLast();
    out.putNull();
    out.editAddFirst();
    out.putString("first");
    out.editDiscard();
    out.putRef(6);
    out.editAppend(2);
    out.putString("appended");
    out.putBoxedInt(2);
    out.endDelta();
    out.beginDelta(5, 5);
    out.editSplice(1, 1, 2);
    out.putLong(2);
    out.putLong(3);
    out.endDelta();
    out.beginDelta(7, 6);
    out.editSplice(0, 2, 0);
    out.endDelta();
    out.beginNode(9, 3);
    out.putVarint(0);
    out.putVarint(0);
    out.endNode();
    out.beginDelta(9, 3);
    out.editSplice(0, 0, 1);
    out.putBoxedInt(300);
    out.editClear();
    out.endDelta();
  }

  private static void write(NameFolder folder) throws IOException {
    OperationOutput out = new OperationOutput();
    int incarnation = folder.claimIncarnation();
    JournalBase base = new JournalBase(incarnation, 0, 1_700_000_000_000L, 1, 1);
    try (ChronicleJournal journal =
        ChronicleJournal.create(
            folder.journal(incarnation), base, 3, new JournalOptions(1 << 20, 400, 1 << 20))) {
      out.clear();
      first(out);
      journal.append(out, 1, 1_700_000_000_001L);
      Fold.run(folder, incarnation, 1);
      journal.force();
      out.clear();
      second(out);
      journal.append(out, 2, 1_700_000_000_002L);
    }
    new RetirementList(1, 1, 1, new int[] {2, 300, 70_000}).write(folder);
    for (Path segment : folder.segments(1)) {
      FrozenFiles.compact(segment);
    }
  }

  private static String dump(NameFolder folder) throws IOException {
    try (StateImage image = Recovery.open(folder)) {
      StringBuilder text = new StringBuilder();
      GraphDump.write(image, text);
      return text.toString();
    }
  }

  private static List<String> excerpts(NameFolder folder) throws IOException {
    List<String> excerpts = new ArrayList<>();
    for (Path segment : folder.segments(1)) {
      try (SegmentReader reader = new SegmentReader(segment)) {
        while (reader.next()) {
          byte[] bytes = new byte[reader.length()];
          reader.read(bytes, 0);
          excerpts.add(HexFormat.of().formatHex(bytes));
        }
      }
    }
    return excerpts;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> f.toString().contains("snapshots") || f.toString().contains("retired"))
          .sorted()
          .toList();
    }
  }

  @Test
  void shouldReadGoldenFiles() throws Exception {
    if (Boolean.getBoolean("rekindle.golden.write")) {
      io.rekindle.codec.store.StoreFiles.deleteRecursively(GOLDEN);
      NameFolder folder = new NameFolder(GOLDEN);
      write(folder);
      Files.writeString(GOLDEN.resolve("dump.jsonl"), dump(folder));
      Files.delete(folder.foldLock());
      Files.delete(folder.journal(1).resolve("metadata.cq4t"));
    }
    NameFolder golden = new NameFolder(GOLDEN);
    assertThat(dump(golden))
        .isEqualTo(Files.readString(GOLDEN.resolve("dump.jsonl"), StandardCharsets.UTF_8));
    assertThat(StoreVerifier.verify(golden)).isEmpty();
  }

  @Test
  void shouldWriteGoldenFiles() throws Exception {
    NameFolder folder = new NameFolder(path);
    write(folder);
    assertThat(excerpts(folder)).isEqualTo(excerpts(new NameFolder(GOLDEN)));
    List<Path> written = files(path);
    List<Path> golden = files(GOLDEN);
    assertThat(written).hasSize(golden.size()).hasSize(2);
    for (int i = 0; i < golden.size(); i++) {
      assertThat(path.relativize(written.get(i))).isEqualTo(GOLDEN.relativize(golden.get(i)));
      assertThat(written.get(i)).hasSameBinaryContentAs(golden.get(i));
    }
  }

  @Test
  void shouldHaveNewGoldenFilesWhenConstantsChange() {
    assertThat(ExcerptHeader.VERSION).isEqualTo(1);
    assertThat(SnapshotHeader.VERSION).isEqualTo(1);
    assertThat(RetirementList.VERSION).isEqualTo(1);
    assertThat(new int[] {ExcerptHeader.MAGIC, SnapshotHeader.MAGIC, RetirementList.MAGIC})
        .containsExactly(0x314A4B52, 0x31534B52, 0x314C4B52);
    assertThat(ValueTag.MAX).isEqualTo(18);
    assertThat(NodeKind.values()).hasSize(8);
    assertThat(Operation.DELTA).isEqualTo(5);
    assertThat(Edit.MAX).isEqualTo(12);
  }
}
