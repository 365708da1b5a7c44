package io.rekindle.codec.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.Edit;
import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.NodeKind;
import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.fold.Fold;
import io.rekindle.codec.journal.ChronicleJournal;
import io.rekindle.codec.journal.JournalBase;
import io.rekindle.codec.journal.JournalOptions;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.testkit.TestStore;
import io.rekindle.codec.verify.Finding;
import io.rekindle.codec.verify.GraphDump;
import io.rekindle.codec.verify.ImageDiff;
import io.rekindle.codec.verify.StoreVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each edit does, and what is refused, through a real journal. */
class DeltaTest {
  private static final int MAP = 1;
  private static final int SEQUENCE = 2;
  private static final int SHORTS = 3;
  private static final int PLAIN = 4;
  private static final int OBJECTS = 5;

  private static final List<ClassDescriptor> CLASSES =
      List.of(
          new ClassDescriptor(
              MAP,
              NodeKind.MAP,
              "com.acme.M",
              List.of(new FieldDescriptor("com.acme.M", "f", "I"))),
          new ClassDescriptor(SEQUENCE, NodeKind.SEQUENCE, "java.util.ArrayList", List.of()),
          new ClassDescriptor(SHORTS, NodeKind.ARRAY, "[S", List.of()),
          new ClassDescriptor(PLAIN, NodeKind.PLAIN, "com.acme.P", List.of()),
          new ClassDescriptor(OBJECTS, NodeKind.ARRAY, "[Ljava.lang.Object;", List.of()));

  @TempDir Path path;

  private final OperationOutput output = new OperationOutput();
  private NameFolder folder;
  private ChronicleJournal journal;
  private long sequence;

  @BeforeEach
  void storeNodes() throws IOException {
    folder = new NameFolder(path);
    start(TestStore.SMALL);
    commit(
        out -> {
          CLASSES.forEach(out::descriptor);
          out.beginNode(MAP, MAP);
          out.putInt(7);
          out.putVarint(1);
          out.putBoxedFloat(0.75f);
          out.putVarint(3);
          for (String key : List.of("a", "b", "c")) {
            out.putString(key);
            out.putString(key.toUpperCase(java.util.Locale.ROOT));
          }
          out.endNode();
          out.beginNode(SEQUENCE, SEQUENCE);
          out.putVarint(0);
          strings(out, "a", "b", "c");
          out.endNode();
          out.beginNode(SHORTS, SHORTS);
          out.putVarint(3);
          shorts(out, 1, 2, 3);
          out.endNode();
          out.beginNode(PLAIN, PLAIN);
          out.endNode();
          out.beginNode(OBJECTS, OBJECTS);
          strings(out, "x", "y");
          out.endNode();
          for (int oid = 1; oid <= 5; oid++) {
            out.root("root" + oid, oid);
          }
        });
  }

  @AfterEach
  void stop() {
    journal.close();
  }

  private void start(JournalOptions options) throws IOException {
    int incarnation = folder.claimIncarnation();
    JournalBase base = new JournalBase(incarnation, sequence, 1, 10, 6);
    journal = ChronicleJournal.create(folder.journal(incarnation), base, incarnation, options);
  }

  private static void strings(OperationOutput out, String... strings) {
    out.putVarint(strings.length);
    for (String string : strings) {
      out.putString(string);
    }
  }

  private static void shorts(OperationOutput out, int... values) {
    for (int value : values) {
      out.putShort(value);
    }
  }

  private void commit(Consumer<OperationOutput> content) throws IOException {
    output.clear();
    content.accept(output);
    journal.append(output, ++sequence, sequence);
  }

  private void delta(int oid, Consumer<OperationOutput> edits) throws IOException {
    commit(
        out -> {
          out.beginDelta(oid, oid);
          edits.accept(out);
          out.endDelta();
        });
  }

  /** The line of a node in the dump. */
  private String line(int oid) throws IOException {
    try (StateImage image = Recovery.open(folder)) {
      StringBuilder text = new StringBuilder();
      GraphDump.write(image, text);
      return text.toString()
          .lines()
          .filter(line -> line.startsWith("{\"oid\":" + oid + ","))
          .findFirst()
          .orElseThrow();
    }
  }

  private void assertElements(int oid, String elements) throws IOException {
    assertThat(line(oid)).endsWith("\"elements\":[" + elements + "]}");
  }

  private static void entry(OperationOutput out, String key, String value) {
    out.putString(key);
    out.putString(value);
  }

  @Test
  void shouldReplaceInPlaceOrAppendWhenPut() throws Exception {
    delta(
        MAP,
        out -> {
          out.editPut();
          entry(out, "d", "D");
          out.editPut();
          entry(out, "a", "a longer value than before");
          out.editPut();
          entry(out, "a", "1");
          out.editPut();
          entry(out, "d", "2");
        });
    assertElements(MAP, "[\"a\",\"1\"],[\"b\",\"B\"],[\"c\",\"C\"],[\"d\",\"2\"]");
    assertThat(line(MAP)).contains("\"fields\":{\"f\":7},\"shape\":[0.75]");
  }

  @Test
  void shouldMoveToTheEndsWhenPutThere() throws Exception {
    delta(
        MAP,
        out -> {
          out.editPutLast();
          entry(out, "a", "1");
          out.editPutFirst();
          entry(out, "c", "3");
          out.editPutFirst();
          entry(out, "e", "5");
          out.editPut();
          entry(out, "c", "4");
        });
    assertElements(MAP, "[\"e\",\"5\"],[\"c\",\"4\"],[\"b\",\"B\"],[\"a\",\"1\"]");
  }

  @Test
  void shouldAppendWhenPutAfterRemoved() throws Exception {
    delta(
        MAP,
        out -> {
          out.editRemove();
          out.putString("a");
          out.editRemove();
          out.putString("none");
        });
    delta(
        MAP,
        out -> {
          out.editPut();
          entry(out, "a", "1");
          out.editRemove();
          out.putString("b");
        });
    assertElements(MAP, "[\"c\",\"C\"],[\"a\",\"1\"]");
  }

  @Test
  void shouldTellTypesOfKeysApart() throws Exception {
    delta(
        MAP,
        out -> {
          for (int i = 0; i < 2; i++) {
            out.editPut();
            out.putBoxedInt(97);
            out.putNull();
            out.editPut();
            out.putBoxedLong(97);
            out.putBoxedInt(i);
            out.editPut();
            out.putNull();
            out.putRef(PLAIN);
          }
        });
    assertElements(
        MAP,
        "[\"a\",\"A\"],[\"b\",\"B\"],[\"c\",\"C\"],[97,null],[97,1],[null,{\"ref\":"
            + PLAIN
            + "}]");
  }

  @Test
  void shouldDropElementsWhenCleared() throws Exception {
    delta(
        MAP,
        out -> {
          out.editPut();
          entry(out, "z", "Z");
          out.editClear();
          out.editPut();
          entry(out, "c", "1");
        });
    assertElements(MAP, "[\"c\",\"1\"]");
    delta(SEQUENCE, OperationOutput::editClear);
    assertElements(SEQUENCE, "");
  }

  @Test
  void shouldReplaceShapeAndKeepElements() throws Exception {
    delta(
        MAP,
        out -> {
          out.editShape(1);
          out.putNull();
          out.editShape(2);
          out.putBoxedInt(1);
          out.putString("shape");
        });
    assertThat(line(MAP)).contains("\"fields\":{\"f\":7},\"shape\":[1,\"shape\"]");
    assertElements(MAP, "[\"a\",\"A\"],[\"b\",\"B\"],[\"c\",\"C\"]");
  }

  @Test
  void shouldEditSequenceAsSet() throws Exception {
    delta(
        SEQUENCE,
        out -> {
          out.editAdd();
          out.putString("b");
          out.editAdd();
          out.putString("d");
          out.editAddLast();
          out.putString("a");
          out.editDiscard();
          out.putString("c");
          out.editAddFirst();
          out.putString("e");
          out.editAdd();
          out.putString("e");
        });
    assertElements(SEQUENCE, "\"e\",\"b\",\"d\",\"a\"");
  }

  @Test
  void shouldEditSequenceAsList() throws Exception {
    delta(
        SEQUENCE,
        out -> {
          out.editSplice(3, 0, 2);
          out.putString("d");
          out.putString("e");
          out.editSplice(0, 1, 0);
          out.editSplice(1, 2, 1);
          out.putString("X");
        });
    assertElements(SEQUENCE, "\"b\",\"X\",\"e\"");
  }

  @Test
  void shouldEditInTheOrderGivenWhenSetAndListEditsMeet() throws Exception {
    delta(
        SEQUENCE,
        out -> {
          out.editAddFirst();
          out.putString("c");
          out.editSplice(0, 0, 1);
          out.putString("a");
          out.editDiscard();
          out.putString("a");
          out.editSplice(1, 1, 0);
        });
    assertElements(SEQUENCE, "\"c\"");
  }

  @Test
  void shouldChangeArraysAndTheirLength() throws Exception {
    delta(
        SHORTS,
        out -> {
          out.editSplice(1, 1, 2);
          shorts(out, 20, 21);
          out.editSplice(4, 0, 1);
          shorts(out, -4);
        });
    assertElements(SHORTS, "1,20,21,3,-4");
    delta(SHORTS, out -> out.editSplice(0, 5, 0));
    assertElements(SHORTS, "");
    delta(
        OBJECTS,
        out -> {
          out.editSplice(1, 1, 1);
          out.putRef(MAP);
        });
    assertElements(OBJECTS, "\"x\",{\"ref\":" + MAP + "}");
  }

  @Test
  void shouldApplyToLatestContentWhenNodesAndDeltasMix() throws Exception {
    delta(SHORTS, out -> out.editSplice(0, 3, 0));
    commit(
        out -> {
          out.beginNode(SHORTS, SHORTS);
          out.putVarint(1);
          shorts(out, 9);
          out.endNode();
          out.beginDelta(SHORTS, SHORTS);
          out.editSplice(1, 0, 1);
          shorts(out, 10);
          out.endDelta();
        });
    Fold.run(folder, 1, sequence);
    delta(SHORTS, out -> out.editSplice(0, 1, 0));
    assertElements(SHORTS, "10");
    assertThat(StoreVerifier.verify(folder)).isEmpty();
  }

  @Test
  void shouldCountAsChangedWhenEntriesChange() throws Exception {
    Fold.run(folder, 1, sequence);
    delta(SHORTS, out -> out.editSplice(0, 1, 0));
    try (StateImage before = Recovery.openAt(folder, 1);
        StateImage after = Recovery.open(folder)) {
      assertThat(after.isOverridden(SHORTS)).isTrue();
      assertThat(after.isOverridden(MAP)).isFalse();
      assertThat(after.overlayCount()).isEqualTo(1);
      assertThat(ImageDiff.between(before, after))
          .singleElement()
          .matches(d -> d.oid() == SHORTS && d.change() == ImageDiff.Change.CHANGED);
    }
  }

  @Test
  void shouldCountAndAbandonDeltasLikeNodes() {
    output.clear();
    output.beginDelta(SHORTS, SHORTS);
    output.editSplice(0, 1, 0);
    output.endDelta();
    int before = output.position();
    output.beginDelta(MAP, MAP);
    output.editClear();
    output.abandonNode(before);
    output.beginDelta(MAP, MAP);
    output.endDelta();
    output.abandonNode(before);
    assertThat(output.nodeCount()).isEqualTo(1);
    assertThat(output.position()).isEqualTo(before);
    assertThatIllegalStateException().isThrownBy(output::editClear).withMessageContaining("CLEAR");
    assertThatIllegalStateException().isThrownBy(output::endDelta);
    output.beginDelta(MAP, MAP);
    assertThatIllegalStateException().isThrownBy(output::endNode);
    assertThatIllegalStateException().isThrownBy(() -> output.beginNode(9, PLAIN));
  }

  private void assertRefusedWhenRead(int oid, String message, Consumer<OperationOutput> edits)
      throws IOException {
    delta(oid, edits);
    assertThatExceptionOfType(CorruptStateException.class)
        .isThrownBy(() -> Recovery.open(folder))
        .withMessageContaining(message)
        .withMessageContaining(".cq4");
    assertThat(StoreVerifier.verify(folder))
        .anyMatch(f -> f.isFatal() && f.message().contains(message) && f.file() != null);
  }

  @Test
  void shouldRefuseDeltaOfClassWithoutElements() throws Exception {
    assertRefusedWhenRead(
        PLAIN, "delta of a class without elements: class=com.acme.P", OperationOutput::editClear);
  }

  @Test
  void shouldRefuseEditsOfOtherKinds() throws Exception {
    assertRefusedWhenRead(SHORTS, "edit=CLEAR, class=[S", OperationOutput::editClear);
  }

  @Test
  void shouldRefuseSpliceOfMap() throws Exception {
    assertRefusedWhenRead(MAP, "edit=SPLICE, class=com.acme.M", out -> out.editSplice(0, 0, 0));
  }

  @Test
  void shouldRefusePutIntoSequence() throws Exception {
    assertRefusedWhenRead(
        SEQUENCE,
        "edit=PUT, class=java.util.ArrayList",
        out -> {
          out.editPut();
          entry(out, "a", "b");
        });
  }

  @Test
  void shouldRefuseUnknownEdit() throws Exception {
    assertRefusedWhenRead(MAP, "edit=unknown(13)", out -> out.putByte(Edit.MAX + 1));
  }

  @Test
  void shouldRefuseTruncatedValue() throws Exception {
    assertRefusedWhenRead(
        MAP,
        "bad count",
        out -> {
          out.editRemove();
          out.putByte(2);
          out.putVarint(5);
          out.putByte('a');
        });
  }

  @Test
  void shouldRefuseMissingValue() throws Exception {
    assertRefusedWhenRead(
        MAP,
        "truncated",
        out -> {
          out.editPut();
          out.putString("key alone");
        });
  }

  @Test
  void shouldRefuseMoreElementsThanThereAre() throws Exception {
    assertRefusedWhenRead(
        SHORTS,
        "bad count: count=2",
        out -> {
          out.editSplice(0, 0, 2);
          shorts(out, 1);
        });
  }

  @Test
  void shouldRefuseNegativeRange() throws Exception {
    assertRefusedWhenRead(SHORTS, "bad range: start=-1", out -> out.editSplice(-1, 0, 0));
  }

  @Test
  void shouldRefuseDeltaOfAnotherClass() throws Exception {
    commit(
        out -> {
          out.beginDelta(SEQUENCE, OBJECTS);
          out.editSplice(0, 0, 0);
          out.endDelta();
        });
    assertThatExceptionOfType(CorruptStateException.class)
        .isThrownBy(() -> Recovery.open(folder))
        .withMessageContaining("delta of another class than its node: oid=2, classId=5");
  }

  @Test
  void shouldRefuseDeltaWithoutNode() throws Exception {
    commit(
        out -> {
          out.beginDelta(99, MAP);
          out.editClear();
          out.endDelta();
        });
    assertThatExceptionOfType(CorruptStateException.class)
        .isThrownBy(() -> Recovery.open(folder))
        .withMessageContaining("delta of a node that is not there: oid=99");
  }

  @Test
  void shouldRefuseDeltaWhenSnapshotLacksItsNode() throws Exception {
    Fold.run(folder, 1, sequence);
    commit(
        out -> {
          out.beginDelta(SEQUENCE, OBJECTS);
          out.editSplice(0, 0, 0);
          out.endDelta();
        });
    assertThatExceptionOfType(CorruptStateException.class)
        .isThrownBy(() -> Recovery.openForRestart(folder))
        .withMessageContaining("delta of a node that is not there: oid=2, classId=5, sequence=2");
    assertThat(StoreVerifier.verify(folder))
        .singleElement()
        .matches(f -> f.kind() == Finding.Kind.STATE && f.message().contains("oid=2"));
  }

  @Test
  void shouldNameEveryNodeWhenRangesAreOutside() throws Exception {
    Fold.run(folder, 1, sequence);
    delta(SHORTS, out -> out.editSplice(2, 2, 0));
    delta(SEQUENCE, out -> out.editSplice(4, 0, 0));
    delta(MAP, OperationOutput::editClear);
    assertThatExceptionOfType(CorruptStateException.class)
        .isThrownBy(() -> Recovery.openForRestart(folder))
        .withMessageContaining("delta can't be applied: oid=2, class=java.util.ArrayList")
        .withMessageContaining("sequence=3")
        .withMessageContaining("start=4, removed=0, size=3");
    assertThat(StoreVerifier.verify(folder))
        .filteredOn(finding -> finding.kind() == Finding.Kind.NODE)
        .hasSize(2)
        .allMatch(Finding::isFatal);
  }

  /** Puts a segment behind the first one that continues behind commit 1, as if that had failed. */
  private void continueBehindFirstCommit(Path elsewhere, int repetitions) throws IOException {
    journal.close();
    NameFolder other = new NameFolder(elsewhere);
    sequence = 1;
    JournalBase base = new JournalBase(other.claimIncarnation(), sequence, 1, 10, 6);
    journal = ChronicleJournal.create(other.journal(1), base, 1, JournalOptions.defaults());
    for (int i = 0; i < repetitions; i++) {
      delta(
          SHORTS,
          out -> {
            out.editSplice(3, 0, 2);
            shorts(out, 4, 5);
          });
    }
    journal.close();
    Files.copy(other.segments(1).get(0), folder.journal(1).resolve("19700102F.cq4"));
  }

  private String shortsAt(long commit) throws IOException {
    try (StateImage image = Recovery.openAt(folder, commit)) {
      StringBuilder text = new StringBuilder();
      GraphDump.write(image, text);
      String line =
          text.toString().lines().filter(l -> l.contains("\"[S\"")).findFirst().orElseThrow();
      return line.substring(line.indexOf("elements"));
    }
  }

  @Test
  void shouldApplyOnlyTheRepetitionWhenCommitWasRepeated(@TempDir Path elsewhere) throws Exception {
    delta(
        SHORTS,
        out -> {
          out.editSplice(3, 0, 1);
          shorts(out, 4);
        });
    continueBehindFirstCommit(elsewhere, 2);
    assertThat(shortsAt(1)).isEqualTo("elements\":[1,2,3]}");
    assertThat(shortsAt(2)).isEqualTo("elements\":[1,2,3,4,5]}");
    assertThat(shortsAt(3)).isEqualTo("elements\":[1,2,3,4,5,4,5]}");
    assertElements(SHORTS, "1,2,3,4,5,4,5");
    Fold.run(folder, 1, 2);
    assertElements(SHORTS, "1,2,3,4,5,4,5");
  }

  @Test
  void shouldKeepCommitWhenItsRepetitionNeverCame(@TempDir Path elsewhere) throws Exception {
    delta(
        SHORTS,
        out -> {
          out.editSplice(3, 0, 1);
          shorts(out, 4);
        });
    continueBehindFirstCommit(elsewhere, 0);
    assertElements(SHORTS, "1,2,3,4");
    assertThat(shortsAt(2)).isEqualTo("elements\":[1,2,3,4]}");
  }
}
