package io.rekindle.loader.export;

import io.rekindle.loader.LoaderException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A descriptor that this process has inherited: a pipe, as a rule. A file is written to from its
 * position on, and not truncated.
 */
public final class DescriptorTarget implements ExportTarget {
  static final Path DRAFT_FOLDER = Path.of(System.getProperty("java.io.tmpdir"));

  /** Of standard output. */
  public static final int STANDARD_OUTPUT = 1;

  private static final int STANDARD_ERROR = 2;
  private static final Path DESCRIPTORS = Path.of("/dev/fd");
  private static final int BUFFER_BYTES = 64 << 10;

  private final int number;
  private final boolean isForced;

  /** Nothing is done yet. */
  public DescriptorTarget(int number, boolean isForced) {
    this.number = number;
    this.isForced = isForced;
  }

  private Path path() {
    return DESCRIPTORS.resolve(String.valueOf(number));
  }

  @Override
  public void check() {
    if (number < 0 || !Files.exists(path())) {
      throw LoaderException.usage("descriptor is not open: " + describe());
    }
    if (!OpenDescriptor.of(number).isWritable()) {
      throw LoaderException.usage("descriptor is open for reading only: " + describe());
    }
  }

  @Override
  public void write(Content content) throws IOException {
    FileDescriptor standard =
        switch (number) {
          case STANDARD_OUTPUT -> FileDescriptor.out;
          case STANDARD_ERROR -> FileDescriptor.err;
          default -> null;
        };
    if (standard != null) {
      try (FileOutputStream out = new FileOutputStream(standard)) {
        writeTo(out, content);
        if (isForced && Files.isRegularFile(path())) {
          standard.sync();
        }
      }
    } else {
      reopen(content);
    }
  }

  /** Java gives no access to a descriptor by its number but by opening it again. */
  private void reopen(Content content) throws IOException {
    OpenDescriptor open = OpenDescriptor.of(number);
    if (!Files.isRegularFile(path())) {
      try (OutputStream out = new FileOutputStream(path().toFile())) {
        writeTo(out, content);
      }
      return;
    }
    StandardOpenOption option =
        open.isAppending() ? StandardOpenOption.APPEND : StandardOpenOption.WRITE;
    try (FileChannel channel = FileChannel.open(path(), option)) {
      if (!open.isAppending()) {
        channel.position(open.position());
      }
      writeTo(Channels.newOutputStream(channel), content);
      if (isForced) {
        channel.force(true);
      }
    }
  }

  private static void writeTo(OutputStream out, Content content) throws IOException {
    OutputStream buffered = new BufferedOutputStream(out, BUFFER_BYTES);
    content.writeTo(buffered);
    buffered.flush();
  }

  @Override
  public Path draftFolder() {
    return DRAFT_FOLDER;
  }

  @Override
  public String name() {
    return isStandardOutput() ? "-" : String.valueOf(number);
  }

  @Override
  public String describe() {
    return "fd=" + number;
  }

  @Override
  public boolean isStandardOutput() {
    return number == STANDARD_OUTPUT;
  }
}
