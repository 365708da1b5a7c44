package io.rekindle.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The test suites of libraries that know nothing of Rekindle, with every class of library and tests
 * woven. Each test has to end as it does without the agent, failures included. Long, and with
 * downloads: part of the profile {@code soak}.
 */
@EnabledIfSystemProperty(named = "rekindle.soak", matches = "true")
class ForeignSuitesIT {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Path JARS = Path.of(System.getProperty("rekindle.foreign", "."));
  private static final int TESTS_MIN = 2_000;

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource("commons-collections4, NoTestIsLeftOut")
  void shouldEndEachTestAsWithoutTheAgent(String library, String leftOut) throws Exception {
    Path tests = suites().resolve(library + "-tests.jar");
    unpack(tests, temp.resolve("src/test/resources"));
    TreeMap<String, String> plain = run(library, leftOut, tests, false);
    TreeMap<String, String> woven = run(library, leftOut, tests, true);
    assertThat(plain).hasSizeGreaterThan(TESTS_MIN);
    assertThat(woven).isEqualTo(plain);
    System.err.println("ForeignSuitesIT: " + library + " tests=" + woven.size());
  }

  private static Path suites() {
    return JARS.resolveSibling("foreign-suites");
  }

  private TreeMap<String, String> run(String library, String leftOut, Path tests, boolean isWoven)
      throws Exception {
    Path reports = temp.resolve(isWoven ? "woven" : "plain");
    ChildJvm jvm =
        ChildJvm.of(
                "org.junit.platform.console.ConsoleLauncher",
                "execute",
                "--scan-classpath=" + tests,
                "--include-classname=.*Test",
                "--exclude-classname=" + leftOut,
                "--details=none",
                "--reports-dir=" + reports)
            .classPath(jars())
            .workingDirectory(temp)
            .flags("-Djava.security.manager=allow")
            .flags("--add-opens=java.base/java.lang=ALL-UNNAMED")
            .flags("--add-opens=java.base/java.lang.reflect=ALL-UNNAMED")
            .flags("--add-opens=java.base/java.util=ALL-UNNAMED")
            .flags("--add-opens=java.base/java.time=ALL-UNNAMED")
            .flags("--add-opens=java.base/java.time.chrono=ALL-UNNAMED")
            .flags("--add-opens=java.base/java.util.stream=ALL-UNNAMED");
    if (isWoven) {
      Path store = temp.resolve("store");
      jvm.withAgent("name=" + library + ",store=" + store + ",include=org.apache.commons.*");
    }
    try (ChildJvm running = jvm.start()) {
      // 0: all passed, 1: some failed; both may be right.
      assertThat(running.awaitExit(LIMIT)).as(running.describe()).isBetween(0, 1);
    }
    return outcomes(reports);
  }

  private static Path[] jars() throws IOException {
    try (var files = Files.list(suites())) {
      return files.sorted().toArray(Path[]::new);
    }
  }

  private static void unpack(Path jar, Path folder) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Enumeration<JarEntry> entries = file.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        Path target = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else if (!entry.getName().endsWith(".class")) {
          Files.createDirectories(target.getParent());
          try (InputStream in = file.getInputStream(entry)) {
            Files.copy(in, target);
          }
        }
      }
    }
  }

  /** For each test how it ended; several of one name count as one, with all their endings. */
  private static TreeMap<String, String> outcomes(Path reports) throws Exception {
    TreeMap<String, TreeSet<String>> endings = new TreeMap<>();
    TreeMap<String, Integer> counts = new TreeMap<>();
    try (var files = Files.list(reports)) {
      for (Path report : files.filter(f -> f.toString().endsWith(".xml")).toList()) {
        NodeList cases =
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
          Element test = (Element) cases.item(i);
          String name = test.getAttribute("classname") + "." + test.getAttribute("name");
          endings.computeIfAbsent(name, n -> new TreeSet<>()).add(ending(test));
          counts.merge(name, 1, Integer::sum);
        }
      }
    }
    TreeMap<String, String> outcomes = new TreeMap<>();
    endings.forEach((name, all) -> outcomes.put(name, counts.get(name) + " " + all));
    return outcomes;
  }

  private static String ending(Element test) {
    for (String tag : new String[] {"failure", "error", "skipped"}) {
      NodeList found = test.getElementsByTagName(tag);
      if (found.getLength() > 0) {
        return tag + " " + ((Element) found.item(0)).getAttribute("type");
      }
    }
    return "passed";
  }
}
