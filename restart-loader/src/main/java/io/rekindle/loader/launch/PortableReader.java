package io.rekindle.loader.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.codec.store.StoreFiles;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.LaunchRecord;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Reads what {@link PortableWriter} wrote, from its beginning to its end: it may come from a pipe.
 * A bare snapshot is taken as well; it says nothing of a launch. Confined to one thread.
 */
public final class PortableReader implements Closeable {
  /** Enough for any manifest or launch record. */
  private static final int TEXT_BYTES_MAX = 64 << 20;

  private final InputStream stream;
  private final String source;

  /** Null if this is a bare snapshot. */
  private final ZipInputStream zip;

  private String name = "";
  private boolean hasEnvironment;
  private ObjectNode launch;

  /**
   * Reads as far as the state.
   *
   * @param source names the stream in messages
   * @throws LoaderException if this is no portable file
   */
  public PortableReader(InputStream in, String source) throws IOException {
    this.source = source;
    this.stream = new BufferedInputStream(in, 1 << 16);
    stream.mark(4);
    byte[] magic = stream.readNBytes(4);
    stream.reset();
    boolean isZip = magic.length == 4 && magic[0] == 'P' && magic[1] == 'K';
    this.zip = isZip ? new ZipInputStream(stream, StandardCharsets.UTF_8) : null;
    if (isZip) {
      readTexts();
    }
  }

  /** Opens a file; one that is missing or unreadable is an environment error. */
  public static PortableReader open(Path file) {
    try {
      InputStream in = Files.newInputStream(file);
      boolean complete = false;
      try {
        PortableReader reader = new PortableReader(in, file.toString());
        complete = true;
        return reader;
      } finally {
        if (!complete) {
          in.close();
        }
      }
    } catch (IOException e) {
      throw LoaderException.environment("can't read the portable file: file=" + file, e);
    }
  }

  private void readTexts() throws IOException {
    ZipEntry entry = zip.getNextEntry();
    if (entry == null || !entry.getName().equals(PortableWriter.MANIFEST)) {
      throw unusable("its first entry is not " + PortableWriter.MANIFEST);
    }
    ObjectNode manifest = readText(entry);
    int version = manifest.path("version").asInt();
    if (!manifest.path("format").asText().equals(PortableWriter.FORMAT)
        || version != PortableWriter.VERSION) {
      throw unusable(
          "format=%s, version=%d, expected=%s %d"
              .formatted(
                  manifest.path("format").asText(),
                  version,
                  PortableWriter.FORMAT,
                  PortableWriter.VERSION));
    }
    name = manifest.path("name").asText();
    hasEnvironment = manifest.path("hasEnvironment").asBoolean();
    entry = zip.getNextEntry();
    if (entry != null && entry.getName().equals(PortableWriter.LAUNCH)) {
      launch = readText(entry);
      entry = zip.getNextEntry();
    }
    if (entry == null || !entry.getName().equals(PortableWriter.STATE)) {
      throw unusable("no entry " + PortableWriter.STATE);
    }
  }

  private ObjectNode readText(ZipEntry entry) throws IOException {
    String text = new String(zip.readNBytes(TEXT_BYTES_MAX), StandardCharsets.UTF_8);
    return Json.parseObject(text)
        .orElseThrow(() -> unusable("entry " + entry.getName() + " is no JSON object"));
  }

  private LoaderException unusable(String reason) {
    return LoaderException.permanent("no portable file: file=" + source + ": " + reason);
  }

  /** The name that the state was exported from, empty if the file does not say. */
  public String name() {
    return name;
  }

  /** What the messages call it. */
  public String source() {
    return source;
  }

  /** Whether the launch record holds the environment that the application had. */
  public boolean hasEnvironment() {
    return hasEnvironment;
  }

  /** The launch record as JSON, see {@link LaunchRecord#toJson}; empty if there is none. */
  public Optional<ObjectNode> launch() {
    return Optional.ofNullable(launch);
  }

  /**
   * Copies the snapshot to a new file of its owner only, and forces it. To be called once.
   *
   * @throws IOException if it can't be read to its end, or not be written
   */
  void copyState(Path to) throws IOException {
    Files.deleteIfExists(to);
    InputStream in = zip == null ? stream : zip;
    try (FileChannel channel = StoreFiles.open(to);
        OutputStream out = Channels.newOutputStream(channel)) {
      in.transferTo(out);
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
