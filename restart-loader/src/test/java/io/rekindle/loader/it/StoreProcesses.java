package io.rekindle.loader.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The JVMs that use a store by their environment: loaders, guardians, applications. Seen in {@code
 * /proc}, so that a test which looks again and again starts no JVM for it.
 */
final class StoreProcesses {
  private final String entry;

  StoreProcesses(Path store) {
    this.entry = "REKINDLE_STORE=" + store + "\0";
  }

  List<ProcessHandle> list() {
    return ProcessHandle.allProcesses().filter(this::isOne).toList();
  }

  private boolean isOne(ProcessHandle handle) {
    try {
      Path process = Path.of("/proc/" + handle.pid());
      return Files.readString(process.resolve("cmdline")).contains("java")
          && environment(process).contains(entry);
    } catch (IOException e) {
      // It has just ended, or is somebody else's.
      return false;
    }
  }

  /** Bytes that are no text are no path of ours. */
  private static String environment(Path process) throws IOException {
    byte[] bytes = Files.readAllBytes(process.resolve("environ"));
    return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  void awaitAllEnded() {
    LoaderRig.await(() -> list().isEmpty());
  }

  /** Kills all. Whoever sees another one die may start a third: until none is left. */
  void killAll() {
    LoaderRig.await(
        () -> {
          List<ProcessHandle> left = list();
          left.forEach(ProcessHandle::destroyForcibly);
          return left.isEmpty();
        });
  }
}
