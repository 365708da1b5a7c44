package io.rekindle.loader.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.codec.fold.ImageSnapshot;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.StoreFiles;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.LaunchRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes state and launch record to one file that an application can be restarted from anywhere: a
 * zip file, whose entries stand in the order in which a reader of a pipe needs them.
 *
 * <pre>
 * manifest.json   what this is: format, version, name, commit, its time, whether with environment
 * launch.json     the launch record, if there is one
 * state.rks       a snapshot, the beginning of another history
 * </pre>
 *
 * Stateless; any thread may use it.
 */
public final class PortableWriter {
  static final String FORMAT = "rekindle-portable";
  static final int VERSION = 1;
  static final String MANIFEST = "manifest.json";
  static final String LAUNCH = "launch.json";
  static final String STATE = "state.rks";

  private PortableWriter() {}

  /**
   * Writes the file to a stream, which may be a pipe, and does not close it.
   *
   * @param launch how the application is started, or null
   * @param hasEnvironment whether the environment is written, which may hold secrets
   * @param draftFolder where a draft of the state has room
   * @throws IOException if that is not possible; the draft is gone
   */
  public static void write(
      StateImage image,
      String name,
      LaunchRecord launch,
      boolean hasEnvironment,
      OutputStream out,
      Path draftFolder)
      throws IOException {
    Path folder = Files.createTempDirectory(draftFolder, ".rekindle-export");
    Path state = folder.resolve(STATE);
    Path temporary = folder.resolve(STATE + StoreFiles.TEMPORARY_SUFFIX);
    // A signal ends this process without any more ado; the last one is deleted first.
    List.of(folder, state, temporary).forEach(path -> path.toFile().deleteOnExit());
    try {
      ImageSnapshot.export(image, state);
      ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
      zip.setLevel(Deflater.BEST_SPEED);
      putText(zip, MANIFEST, manifest(image, name, hasEnvironment));
      if (launch != null) {
        putText(zip, LAUNCH, launch(launch, hasEnvironment));
      }
      zip.putNextEntry(new ZipEntry(STATE));
      Files.copy(state, zip);
      zip.finish();
    } finally {
      Files.deleteIfExists(temporary);
      Files.deleteIfExists(state);
      Files.deleteIfExists(folder);
    }
  }

  private static ObjectNode manifest(StateImage image, String name, boolean hasEnvironment) {
    return Json.object()
        .put("format", FORMAT)
        .put("version", VERSION)
        .put("name", name)
        .put("sequence", image.sequence())
        .put("timeMs", image.timeMs())
        .put("hasEnvironment", hasEnvironment);
  }

  private static ObjectNode launch(LaunchRecord launch, boolean hasEnvironment) {
    ObjectNode node = launch.toJson();
    if (!hasEnvironment) {
      node.putObject("environment");
    }
    return node;
  }

  private static void putText(ZipOutputStream zip, String name, ObjectNode content)
      throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(Json.pretty(content).getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
