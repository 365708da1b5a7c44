package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.agent.premain.AgentClassLoader;
import io.rekindle.guarantees.apps.CounterApp;
import io.rekindle.testing.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of classes that the agent loads ahead is that of a restart as it is now. */
class StartClassesIT {

  private static final String LIST = "/io/rekindle/agent/start-classes";

  /** Of ten classes that are loaded, this many have to be on the list. */
  private static final int TENTHS_MIN = 8;

  @TempDir Path temp;

  @Test
  void shouldNameClassesThatAreThere() throws Exception {
    var loader = new AgentClassLoader(new File(System.getProperty("rekindle.agent.jar")));
    for (String name : listed()) {
      if (isOurs(name)) {
        assertThat(loader.getResource(name.replace('.', '/') + ".class")).as(name).isNotNull();
      }
    }
  }

  /** If this fails, replace the names in the list by those of the message. */
  @Test
  void shouldNameMostOfWhatARestartLoads() throws IOException {
    String[] arguments = {temp.resolve("confirmed").toString(), "3", "halt"};
    Apps.run(CounterApp.class, temp.resolve("store"), "", arguments);
    Path log = temp.resolve("classes.log");
    ChildJvm restarted =
        Apps.of(CounterApp.class, temp.resolve("store"), "", arguments)
            .flags("-Xlog:class+load:file=" + log + ":none")
            .start();
    restarted.awaitLine("state count=3 restart=true", Apps.LIMIT);
    restarted.awaitExit(Apps.LIMIT);

    Set<String> loaded = ourClasses(Files.readAllLines(log));
    Set<String> missing = new TreeSet<>(loaded);
    missing.removeAll(listed());
    assertThat(loaded).hasSizeGreaterThan(100);
    assertThat(missing.size() * 10)
        .as("missing from %s: %s", LIST, missing)
        .isLessThanOrEqualTo(loaded.size() * (10 - TENTHS_MIN));
  }

  private static List<String> listed() throws IOException {
    try (InputStream list = StartClassesIT.class.getResourceAsStream(LIST)) {
      return new String(list.readAllBytes(), StandardCharsets.ISO_8859_1).lines().toList();
    }
  }

  /** Without those that the packer makes of lambda expressions, and of other zones. */
  private static Set<String> ourClasses(List<String> log) {
    Set<String> names = new TreeSet<>();
    for (String line : log) {
      String name = line.substring(0, line.indexOf(' '));
      if (isOurs(name) && !name.contains("$$L")) {
        names.add(name);
      }
    }
    return names;
  }

  private static boolean isOurs(String name) {
    return name.startsWith("io.rekindle.agent.") && !name.startsWith("io.rekindle.agent.premain.")
        || name.startsWith("io.rekindle.codec.")
        || name.startsWith("io.rekindle.options.");
  }
}
