package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.ledger.Ledger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rekindle.codec.store.NameFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** G9: what the real agent stored can be read without the application's classes. */
@Execution(ExecutionMode.CONCURRENT)
class StoredStateIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path temporary;
  private LoaderRig rig;

  @BeforeEach
  void prepare() throws IOException {
    rig = new LoaderRig(temporary);
  }

  @AfterEach
  void end() throws IOException {
    rig.close();
  }

  /** Runs the ledger until it has made its bookings. */
  private void start(int count, String then) throws IOException {
    Path classes = temporary.resolve("classes");
    Path source = LoaderRig.testClasses().resolve("com/acme/ledger");
    Path target = Files.createDirectories(classes.resolve("com/acme/ledger"));
    try (Stream<Path> files = Files.list(source)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
    String type = Ledger.class.getName();
    LoaderRig.Run run =
        rig.loader(
            Map.of(),
            "run",
            "--name=ledger",
            "--state=" + type + "#ACCOUNT_OF;" + type + "#total",
            "--checkpoint=" + type + "#book",
            "--",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classes.toString(),
            type,
            String.valueOf(count),
            then);
    LoaderRig.await(
        () -> {
          try {
            assertThat(run.process().isAlive()).as(run.errors()).isTrue();
            return run.printed().startsWith("ready");
          } catch (IOException e) {
            return false;
          }
        });
  }

  private void killAndForgetTheClasses() throws Exception {
    assertThat(rig.loader(Map.of(), "kill", "--name", "ledger").await()).isZero();
    Path classes = temporary.resolve("classes/com/acme/ledger");
    try (Stream<Path> files = Files.list(classes)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private LoaderRig.Run verb(String verb, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(verb, "--name", "ledger"));
    arguments.addAll(List.of(more));
    return rig.loader(Map.of(), arguments.toArray(new String[0]));
  }

  private static String sound(LoaderRig.Run run) throws Exception {
    assertThat(run.await()).as(run.printed() + run.errors()).isZero();
    assertThat(run.errors()).isEmpty();
    return run.printed();
  }

  @Test
  void shouldReadADeadStoreWithoutTheApplicationsClasses() throws Exception {
    start(100, "wait");
    killAndForgetTheClasses();

    JsonNode facts = MAPPER.readTree(sound(verb("inspect", "--json")));
    assertThat(facts.get("sequence").asLong()).isGreaterThanOrEqualTo(100);
    assertThat(facts.get("pid").asLong()).isZero();
    assertThat(facts.get("incarnations")).hasSize(1);
    assertThat(facts.at("/incarnations/0/segments")).isNotEmpty();
    assertThat(facts.at("/roots/0/name").asText()).isEqualTo("static com.acme.ledger.Ledger");
    assertThat(facts.at("/roots/0/class").asText()).isEqualTo("com.acme.ledger.Ledger");
    assertThat(facts.get("classes").toString())
        .contains("{\"class\":\"com.acme.ledger.Ledger$Account\",\"nodes\":50}");
    assertThat(facts.at("/restart/commits").asLong() + facts.at("/restart/snapshot").asLong())
        .isEqualTo(facts.get("sequence").asLong());
    assertThat(sound(verb("inspect"))).contains("last commit", "Ledger$Account", "SEGMENT");

    assertThat(sound(verb("verify"))).contains("ledger: sound\n");
    JsonNode verified = MAPPER.readTree(sound(verb("verify", "--json")));
    assertThat(verified.get("sound").asBoolean()).isTrue();

    long total = 0;
    int accounts = 0;
    for (String line : sound(verb("export")).split("\n")) {
      JsonNode node = MAPPER.readTree(line);
      total += node.at("/fields/total").asLong();
      accounts += node.path("class").asText().endsWith("$Account") ? 1 : 0;
    }
    assertThat(total).isEqualTo(4950);
    assertThat(accounts).isEqualTo(50);
    assertThat(sound(verb("export", "--format", "text")))
        .contains("static com.acme.ledger.Ledger = #")
        .contains("  total = 4950\n")
        .contains("  owner = \"owner 7\"\n")
        .contains("  level = com.acme.ledger.Ledger$Level.HIGH\n")
        .contains("  \"owner 7\" -> #");
  }

  @Test
  void shouldExportToAFileThatOnlyItsOwnerCanRead() throws Exception {
    start(10, "wait");
    Path file = temporary.resolve("ledger.json");
    Files.writeString(file, "older");

    assertThat(sound(verb("export", "--out", file.toString()))).isEmpty();

    assertThat(Files.readAllLines(file).get(0)).startsWith("{\"sequence\":");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    LoaderRig.Run missing = verb("export", "--out", "/no/such/folder/x.json");
    assertThat(missing.await()).isEqualTo(78);
    assertThat(missing.errors()).contains("no such folder: out=/no/such/folder/x.json");
  }

  @Test
  void shouldReadBesideAnApplicationThatGoesOnWriting() throws Exception {
    start(1000, "go-on");
    long before = 0;
    for (int i = 0; i < 5; i++) {
      assertThat(sound(verb("verify"))).contains("ledger: sound, running");
      JsonNode facts = MAPPER.readTree(sound(verb("inspect", "--json")));
      assertThat(facts.get("sequence").asLong()).isGreaterThan(before);
      before = facts.get("sequence").asLong();
      assertThat(sound(verb("export"))).contains("owner 49");
    }
  }

  @Test
  void shouldSayWhereAndWhatToDoWhenTheStoreIsDamaged() throws Exception {
    start(200, "wait");
    killAndForgetTheClasses();
    Path segment = new NameFolder(rig.store.resolve("ledger")).segments(1).get(0);
    byte[] bytes = Files.readAllBytes(segment);
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    int at = text.indexOf("owner 20");
    assertThat(at).isPositive();
    try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {'O'}), at);
    }

    LoaderRig.Run verify = verb("verify");
    assertThat(verify.await()).isEqualTo(65);
    assertThat(verify.printed())
        .contains("damage  journal: ", "file=" + segment, "offset=", "cold-start")
        .endsWith("ledger: not sound\n");
    LoaderRig.Run json = verb("verify", "--json");
    assertThat(json.await()).isEqualTo(65);
    JsonNode finding = MAPPER.readTree(json.printed()).at("/findings/0");
    assertThat(finding.get("file").asText()).isEqualTo(segment.toString());
    assertThat(finding.get("offset").asInt()).isBetween(at - 500, at);
    assertThat(finding.get("advice").asText()).isNotEmpty();
    LoaderRig.Run export = verb("export");
    assertThat(export.await()).isEqualTo(65);
    assertThat(export.printed()).isEmpty();
    assertThat(export.errors()).contains("restart-loader verify --name ledger");
    LoaderRig.Run inspect = verb("inspect");
    assertThat(inspect.await()).isEqualTo(65);
    assertThat(inspect.printed()).contains("refused: ");
  }
}
