package io.rekindle.loader.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The classes of the packaged loader as the JVM archives them, made by the first test that starts
 * one: these tests start more than a thousand, and each takes a third less of a core with it.
 */
final class LoaderArchive {
  /** The archive depends on the collector; the loader's own launcher chooses the same. */
  private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final long MAKE_SECONDS_MAX = 120;

  private static final List<String> FLAGS = make();

  private LoaderArchive() {}

  /** What a JVM is started with that runs the loader. */
  static List<String> jvmFlags() {
    return FLAGS;
  }

  private static List<String> make() {
    List<String> flags = new ArrayList<>(JVM);
    Path loader = Path.of(System.getProperty("rekindle.loaderJar"));
    Path archive = loader.resolveSibling("loader-classes.jsa");
    try {
      Files.deleteIfExists(archive);
      Path folder = Files.createTempDirectory(loader.getParent(), "archive");
      // An application that ends at once: this loader has then done most of what one does.
      List<String> command = new ArrayList<>(List.of(LoaderRig.JAVA.toString()));
      command.addAll(JVM);
      command.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-jar", loader.toString()));
      command.addAll(List.of("run", "--name=archived", "--", LoaderRig.JAVA.toString()));
      command.addAll(List.of("-cp", LoaderRig.testClasses().toString()));
      command.addAll(List.of(TestApplication.class.getName(), folder + "/notes", "exit:0"));
      if (isDone(command, folder) && Files.exists(archive)) {
        flags.add("-XX:SharedArchiveFile=" + archive);
      }
    } catch (IOException e) {
      System.err.println("loaders are started without an archive of their classes: " + e);
    }
    return List.copyOf(flags);
  }

  private static boolean isDone(List<String> command, Path folder) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    builder.environment().putAll(Map.of("REKINDLE_STORE", folder.resolve("store").toString()));
    Process process = builder.start();
    try {
      return process.waitFor(MAKE_SECONDS_MAX, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly();
    }
  }
}
