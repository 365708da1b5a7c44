package io.rekindle.loader.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a descriptor of this process was opened, and where it is. Where the system does not tell, it
 * counts as writable and at the beginning.
 *
 * @param position in bytes
 * @param flags as of {@code open(2)}
 */
record OpenDescriptor(long position, int flags) {
  private static final int ACCESS_MODE = 3;
  private static final int READ_ONLY = 0;
  private static final int WRITE_ONLY = 1;
  private static final int APPEND = 02000;
  private static final int OCTAL = 8;

  static OpenDescriptor of(int number) {
    try {
      return parse(Files.readString(Path.of("/proc/self/fdinfo", String.valueOf(number))));
    } catch (IOException e) {
      return new OpenDescriptor(0, WRITE_ONLY);
    }
  }

  /** Reads {@code pos: 12}, {@code flags: 0100001}, and what else there is, line by line. */
  static OpenDescriptor parse(String text) {
    long position = 0;
    int flags = WRITE_ONLY;
    for (String line : text.split("\n")) {
      String value = line.substring(line.indexOf(':') + 1).strip();
      if (line.startsWith("pos:")) {
        position = Long.parseLong(value);
      } else if (line.startsWith("flags:")) {
        flags = Integer.parseInt(value, OCTAL);
      }
    }
    return new OpenDescriptor(position, flags);
  }

  boolean isWritable() {
    return (flags & ACCESS_MODE) != READ_ONLY;
  }

  boolean isAppending() {
    return (flags & APPEND) != 0;
  }
}
