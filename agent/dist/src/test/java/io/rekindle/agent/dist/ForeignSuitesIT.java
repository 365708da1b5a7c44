package io.rekindle.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The test suites of libraries that know nothing of Rekindle, with every class of library and tests
 * woven. Each test has to end as it does without the agent, failures included, but for a few whose
 * very subject is what weaving changes. Long, and with downloads: part of the profile {@code soak}.
 */
@EnabledIfSystemProperty(named = "rekindle.soak", matches = "true")
class ForeignSuitesIT {

  private static final Duration LIMIT = Duration.ofMinutes(25);
  private static final Path JARS = Path.of(System.getProperty("rekindle.foreign", "."));
  private static final int TESTS_MIN = 2_000;

  /**
   * In the agent's cache, which has the classes of the libraries only: a class file's beginning.
   */
  private static final Pattern WOVEN = Pattern.compile("\u00ca\u00fe\u00ba\u00be");

  /** What is not woven proves nothing. */
  private static final int WOVEN_CLASSES_MIN = 500;

  /**
   * Tests of what weaving is known to show: fields that are added to a class are seen by
   * reflection, and a collection that woven code makes tells the name of its own class.
   */
  private static final Map<String, Set<String>> KNOWN =
      Map.of(
          "commons-collections4",
          Set.of(
              "org.apache.commons.collections4.MapUtilsTest.testDebugPrint",
              "org.apache.commons.collections4.MapUtilsTest.testDebugPrintNullKey",
              "org.apache.commons.collections4.MapUtilsTest.testDebugPrintNullKeyToMap1",
              "org.apache.commons.collections4.MapUtilsTest.testDebugPrintNullKeyToMap2",
              "org.apache.commons.collections4.MapUtilsTest.testDebugPrintNullLabel",
              "org.apache.commons.collections4.MapUtilsTest.testDebugPrintSelfReference"),
          "commons-lang3",
          Set.of(
              "org.apache.commons.lang3.reflect.FieldUtilsTest.testGetAllFields()",
              "org.apache.commons.lang3.reflect.FieldUtilsTest.testGetAllFieldsList()",
              "org.apache.commons.lang3.builder.RecursiveToStringStyleTest.testObject()"));

  @TempDir Path temp;

  /** Left out: tests that count the threads of the JVM, or measure speed. */
  @ParameterizedTest
  @CsvSource({
    "commons-collections4, NoTestIsLeftOut",
    "commons-lang3, '.*(ThreadUtils|HashSetvBitSet).*'"
  })
  void shouldEndEachTestAsWithoutTheAgent(String library, String leftOut) throws Exception {
    Path tests = suites().resolve(library + "-tests.jar");
    unpack(tests, temp.resolve("src/test/resources"));
    TreeMap<String, String> plain = run(library, leftOut, tests, false);
    TreeMap<String, String> woven = run(library, leftOut, tests, true);
    assertThat(plain).hasSizeGreaterThan(TESTS_MIN);
    assertThat(wovenClassCount(library)).isGreaterThan(WOVEN_CLASSES_MIN);
    assertThat(differing(plain, woven)).isEqualTo(KNOWN.get(library));
    System.err.println("ForeignSuitesIT: " + library + " tests=" + woven.size());
  }

  /**
   * The tests that do not end in the same way, those that only one of the two has included, without
   * the parameters in brackets.
   */
  private static Set<String> differing(Map<String, String> plain, Map<String, String> woven) {
    Set<String> names = new TreeSet<>(plain.keySet());
    names.addAll(woven.keySet());
    names.removeIf(name -> Objects.equals(plain.get(name), woven.get(name)));
    return names.stream()
        .map(name -> name.replaceFirst("\\[.*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
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
      jvm.withAgent("name=" + library + ",store=" + store + ",include=org.apache.commons.**");
    }
    try (ChildJvm running = jvm.start()) {
      // 0: all passed, 1: some failed; both may be right.
      assertThat(running.awaitExit(LIMIT)).as(running.describe()).isBetween(0, 1);
    }
    return outcomes(reports);
  }

  /** How many classes of the libraries the agent has kept woven. */
  private long wovenClassCount(String library) throws IOException {
    long count = 0;
    try (var files = Files.list(temp.resolve("store").resolve(library).resolve("woven"))) {
      for (Path file : files.toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        count += WOVEN.matcher(text).results().count();
      }
    }
    return count;
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
