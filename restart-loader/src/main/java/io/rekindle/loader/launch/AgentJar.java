package io.rekindle.loader.launch;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Finds the agent jar, or takes it out of the loader's own jar. */
public final class AgentJar {
  private static final String EMBEDDED = "META-INF/rekindle/rekindle-agent.jar";
  private static final String FILE_NAME = "rekindle-agent.jar";

  private AgentJar() {}

  /**
   * In this order: {@code explicit} if not null, {@code variable} if not empty, the one inside the
   * loader's jar, the one beside it, the one in the source tree.
   */
  public static Path find(Path explicit, String variable, Store store) {
    if (explicit != null) {
      return check(explicit, "--agent");
    }
    if (!variable.isEmpty()) {
      return check(Path.of(variable), "REKINDLE_AGENT");
    }
    Path own = ownJar();
    try {
      if (own != null && Files.isRegularFile(own)) {
        Path extracted = extract(own, store);
        if (extracted != null) {
          return extracted;
        }
        for (Path candidate :
            new Path[] {
              own.resolveSibling(FILE_NAME),
              own.resolve("../../../agent/dist/target/" + FILE_NAME).normalize()
            }) {
          if (isAgent(candidate)) {
            return candidate;
          }
        }
      }
    } catch (IOException e) {
      throw LoaderException.environment("can't prepare the agent jar", e);
    }
    throw LoaderException.environment(
        "no agent jar found. To name one, use --agent or REKINDLE_AGENT");
  }

  /** The jar or folder that this class comes from, null if unknown. */
  public static Path ownJar() {
    try {
      var source = AgentJar.class.getProtectionDomain().getCodeSource();
      return source == null ? null : Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static Path check(Path jar, String origin) {
    Path absolute = jar.toAbsolutePath().normalize();
    if (!isAgent(absolute)) {
      throw LoaderException.environment(
          "not an agent jar: path=" + absolute + ", named by " + origin);
    }
    return absolute;
  }

  static boolean isAgent(Path jar) {
    if (!Files.isRegularFile(jar)) {
      return false;
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      return manifest != null && manifest.getMainAttributes().getValue("Premain-Class") != null;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Extracts once per content. The check sum that the jar's directory holds names the folder, so
   * that a start does not hash some megabytes.
   */
  private static Path extract(Path own, Store store) throws IOException {
    try (JarFile jar = new JarFile(own.toFile())) {
      ZipEntry entry = jar.getEntry(EMBEDDED);
      if (entry == null) {
        return null;
      }
      String hash = String.format("%08x-%x", entry.getCrc(), entry.getSize());
      Path folder = store.folder().resolve(".agent").resolve(hash);
      Path target = folder.resolve(FILE_NAME);
      if (Files.isRegularFile(target) && Files.size(target) == entry.getSize()) {
        return isAgent(target) ? target : null;
      }
      Store.createPrivate(store.folder());
      Store.createPrivate(folder.getParent());
      Store.createPrivate(folder);
      Path temporary = Files.createTempFile(folder, "agent", ".tmp");
      try (InputStream in = jar.getInputStream(entry)) {
        Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
      return isAgent(target) ? target : null;
    }
  }
}
