package io.rekindle.codec;

import java.nio.file.Path;

/**
 * A file is sound, but of a format version that this release does not know. Nothing was changed.
 * Duty of the caller: as for its superclass; and never fall back to an older file, which would drop
 * the state that a newer release stored.
 */
public final class UnsupportedVersionException extends CorruptStateException {
  private static final long serialVersionUID = 1L;

  /** The version that was found where {@code expected} can be read. */
  public UnsupportedVersionException(int version, int expected, Path file) {
    super(
        "unknown format version: version="
            + version
            + ", expected="
            + expected
            + ". To read it, use the release that wrote it",
        file,
        4);
  }
}
