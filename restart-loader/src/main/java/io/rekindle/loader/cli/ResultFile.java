package io.rekindle.loader.cli;

import io.rekindle.loader.store.AtomicFile;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.supervise.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where the outcome goes, so that the application's exit codes are not confused with the loader's.
 *
 * @param path null if nobody asked for it
 */
record ResultFile(Path path, String name) {

  /** A failure is told on stderr: the outcome itself stays what it is. */
  void write(Outcome outcome) {
    if (path == null) {
      return;
    }
    try {
      AtomicFile.write(path, Json.pretty(outcome.toJson()).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      System.err.println("rekindle: " + name + ": can't write the result: " + e);
    }
  }
}
