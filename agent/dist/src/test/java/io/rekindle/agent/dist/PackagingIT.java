package io.rekindle.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the agent jar, and who can see it. */
class PackagingIT {

  private static final Path JAR = Path.of(System.getProperty("rekindle.agent.jar"));

  private static ClassLoader agentLoader() throws Exception {
    return new io.rekindle.agent.premain.AgentClassLoader(JAR.toFile());
  }

  private static List<String> entries() throws IOException {
    try (var jar = new JarFile(JAR.toFile())) {
      return jar.stream().filter(e -> !e.isDirectory()).map(ZipEntry::getName).toList();
    }
  }

  @Test
  void shouldDeclareTheAgent() throws IOException {
    try (var jar = new JarFile(JAR.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      String premain = "io.rekindle.agent.premain.AgentPremain";
      assertThat(manifest.getValue("Premain-Class")).isEqualTo(premain);
      assertThat(manifest.getValue("Agent-Class")).isEqualTo(premain);
      assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
      assertThat(manifest.getValue("Can-Redefine-Classes")).isEqualTo("true");
      assertThat(manifest.getValue("Implementation-Version")).isNotBlank();
      assertThat(manifest.getValue("Main-Class")).isNotBlank();
      assertThat(manifest.getValue("Launcher-Agent-Class")).isNull();
      assertThat(manifest.getValue("Multi-Release")).isNull();
    }
  }

  @Test
  void shouldHoldNothingButOurPackagesAtTheRoot() throws IOException {
    assertThat(entries())
        .allMatch(
            name ->
                name.startsWith("META-INF/")
                    || name.startsWith("inst/")
                    || name.startsWith("io/rekindle/"));
    Set<String> packages =
        entries().stream()
            .filter(name -> name.endsWith(".class"))
            .map(name -> name.substring(0, name.lastIndexOf('/')))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(packages)
        .contains("io/rekindle", "io/rekindle/spi", "io/rekindle/bootstrap")
        .allMatch(
            name ->
                name.equals("io/rekindle")
                    || name.equals("io/rekindle/spi")
                    || name.startsWith("io/rekindle/bootstrap")
                    || name.equals("io/rekindle/agent/premain"));
  }

  @Test
  void shouldHoldNoClassInTwoZones() throws Exception {
    ClassLoader loader = agentLoader();
    for (String name : entries()) {
      if (name.endsWith(".class")) {
        String inInst = loader.getResource(name) + "";
        assertThat(inInst).as(name).doesNotStartWith("rekindle:");
      }
    }
  }

  @Test
  void shouldDefineEveryBootstrapClassThatIsAtTheRoot() throws Exception {
    List<String> listed = new ArrayList<>();
    for (String pack : List.of("boot.pack", "collections.pack")) {
      try (InputStream resource = agentLoader().getResourceAsStream(pack);
          var in = new DataInputStream(new ByteArrayInputStream(resource.readAllBytes()))) {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
          listed.add(in.readUTF() + ".class");
          in.skipNBytes(in.readInt());
        }
      }
    }
    assertThat(listed)
        .containsExactlyInAnyOrderElementsOf(
            entries().stream()
                .filter(n -> n.endsWith(".class") && !n.startsWith("io/rekindle/agent/"))
                .toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.rekindle.agent.AgentMain",
        "io.rekindle.options.AgentOptions",
        "net.bytebuddy.ByteBuddy",
        "com.esotericsoftware.kryo.Kryo",
        "net.openhft.chronicle.queue.ChronicleQueue",
        "net.openhft.chronicle.wire.Wire",
        "org.slf4j.LoggerFactory",
        "org.objenesis.Objenesis",
      })
  void shouldLoadInTheIsolatedZone(String name) throws Exception {
    ClassLoader loader = agentLoader();

    Class<?> type = Class.forName(name, false, loader);

    assertThat(type.getClassLoader()).isSameAs(loader);
    assertThat(loader.getResource(name.replace('.', '/') + ".class")).isNotNull();
    assertThat(Class.forName(name, false, loader)).isSameAs(type);
  }

  @Test
  void shouldServeResourcesOfTheIsolatedZone() throws Exception {
    String service = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
    ClassLoader loader = agentLoader();

    try (InputStream byUrl = loader.getResource(service).openStream();
        InputStream direct = loader.getResourceAsStream(service)) {
      String text = new String(byUrl.readAllBytes()).trim();
      assertThat(text).isEqualTo("io.rekindle.agent.log.LogProvider");
      assertThat(new String(direct.readAllBytes()).trim()).isEqualTo(text);
    }
    assertThat(loader.getResources(service).hasMoreElements()).isTrue();
    assertThat(loader.getResource("no/such/thing")).isNull();
  }
}
