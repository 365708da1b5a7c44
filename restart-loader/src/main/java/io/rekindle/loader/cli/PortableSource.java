package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.launch.PortableReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a portable file from a descriptor that this process has inherited. */
final class PortableSource {
  private static final Path DESCRIPTORS = Path.of("/dev/fd");

  private PortableSource() {}

  /** Reads what the descriptor stands for; a file, unlike a pipe, is read from its beginning. */
  static PortableReader of(int descriptor) throws IOException {
    Path path = DESCRIPTORS.resolve(String.valueOf(descriptor));
    if (descriptor < 0 || descriptor > 0 && !Files.exists(path)) {
      throw LoaderException.usage("descriptor is not open: --fd=" + descriptor);
    }
    InputStream in = descriptor == 0 ? System.in : new FileInputStream(path.toFile());
    return new PortableReader(in, "--fd=" + descriptor);
  }
}
