package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code status --json} prints, without a JVM for it: for tests that ask again and again. */
public final class RegisteredNames {
  private RegisteredNames() {}

  /** Missing if nothing is registered under the name. */
  public static JsonNode status(Path store, String name) {
    NameFolder folder = Store.at(store).name(name);
    return Files.isDirectory(folder.path())
        ? NameStatus.of(folder, System.currentTimeMillis()).toJson()
        : MissingNode.getInstance();
  }
}
