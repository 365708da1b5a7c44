package io.rekindle.codec.relocate;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.NodeKind;
import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.journal.JournalBase;
import io.rekindle.codec.journal.OpeningSegment;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.verify.GraphDump;
import io.rekindle.codec.verify.StoreVerifier;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stored files and paths move with one commit, wherever a payload holds them. */
class RelocationCommitTest {
  private static final ClassDescriptor FILE =
      new ClassDescriptor(1, NodeKind.VALUE, "java.io.File", List.of());
  private static final ClassDescriptor PATH =
      new ClassDescriptor(2, NodeKind.VALUE, "java.nio.file.Path", List.of());
  private static final ClassDescriptor OTHER =
      new ClassDescriptor(3, NodeKind.VALUE, "java.net.URI", List.of());
  private static final ClassDescriptor STATICS =
      new ClassDescriptor(
          4,
          NodeKind.STATICS,
          "com.acme.Bank",
          List.of(
              new FieldDescriptor("com.acme.Bank", "count", "I"),
              new FieldDescriptor("com.acme.Bank", "home", "Ljava/io/File;"),
              new FieldDescriptor("com.acme.Bank", "name", "Ljava/lang/String;")));
  private static final ClassDescriptor MAP =
      new ClassDescriptor(5, NodeKind.MAP, "java.util.HashMap", List.of());
  private static final ClassDescriptor ARRAY =
      new ClassDescriptor(6, NodeKind.ARRAY, "[Ljava.nio.file.Path;", List.of());

  @TempDir private Path temporary;
  private NameFolder folder;

  @BeforeEach
  void store() throws IOException {
    folder = new NameFolder(temporary.resolve("bank"));
    OperationOutput commit = new OperationOutput();
    for (ClassDescriptor known : List.of(FILE, PATH, OTHER, STATICS, MAP, ARRAY)) {
      commit.descriptor(known);
    }
    commit.beginNode(1, STATICS.id());
    commit.putInt(7);
    put(commit, FILE, "/srv/bank");
    commit.putString("/srv/bank is a text");
    commit.endNode();
    commit.root("static com.acme.Bank", 1);
    commit.beginNode(2, MAP.id());
    commit.putVarint(0);
    commit.putVarint(2);
    put(commit, PATH, "/srv/bank/key");
    put(commit, FILE, "/srv/bankrupt");
    commit.putString("other");
    put(commit, OTHER, "/srv/bank/uri");
    commit.endNode();
    commit.root("com.acme.Map", 2);
    commit.beginNode(3, ARRAY.id());
    commit.putVarint(3);
    put(commit, PATH, "/srv/bank/" + "long/".repeat(40) + "1");
    commit.putNull();
    put(commit, PATH, "relative");
    commit.endNode();
    commit.root("com.acme.Array", 3);
    int incarnation = folder.claimIncarnation();
    try (OpeningSegment segment =
        new OpeningSegment(
            folder.openingSegment(incarnation), new JournalBase(incarnation, 0, 1, 1, 1), 1)) {
      segment.append(commit, 1, 1);
    }
  }

  private static void put(OperationOutput commit, ClassDescriptor type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    commit.putOpaqueValue(type.id(), bytes, 0, bytes.length);
  }

  private String stored(long sequence) throws IOException {
    StringWriter text = new StringWriter();
    try (StateImage image = Recovery.openAt(folder, sequence)) {
      GraphDump.writeState(image, text);
    }
    return text.toString();
  }

  private static String hex(String text) {
    return java.util.HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldReplacePathsInOneMoreCommit() throws IOException {
    String before = stored(1);

    int count = RelocationCommit.append(folder, Relocation.of(List.of("/srv/bank=/new")));

    assertThat(count).isEqualTo(3);
    // The header line says the commit and its time; all else is what the rules make of it.
    String expected = before.substring(before.indexOf('\n'));
    for (String path : List.of("", "/key", "/" + "long/".repeat(40) + "1")) {
      expected =
          expected.replace('"' + hex("/srv/bank" + path) + '"', '"' + hex("/new" + path) + '"');
    }
    String after = stored(2);
    assertThat(after.substring(after.indexOf('\n'))).isEqualTo(expected).contains(hex("/new/key"));
    assertThat(stored(1)).isEqualTo(before);
    assertThat(StoreVerifier.verify(folder)).isEmpty();
  }

  @Test
  void shouldWriteNothingWhenNoPathMatches() throws IOException {
    int count = RelocationCommit.append(folder, Relocation.of(List.of("/opt=/new")));

    assertThat(count).isZero();
    assertThat(folder.latestIncarnation()).isEqualTo(1);
  }
}
