package io.rekindle.loader.export;

import io.rekindle.codec.store.StoreFiles;
import io.rekindle.loader.LoaderException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file, readable by its owner only. Unless one is to be written over, it has its name when it is
 * whole, not before: a process that is killed leaves a draft with a name of its own. A device or a
 * pipe that has the name is written to.
 */
public final class FileTarget implements ExportTarget {
  private static final int BUFFER_BYTES = 64 << 10;

  private final String option;
  private final Path file;
  private final ExistingFile existing;
  private final Path backup;
  private final boolean isForced;

  /**
   * Nothing is done yet.
   *
   * @param option what the user gave it with, for messages
   * @param backup what an existing file is renamed to, replacing what has that name; null for a
   *     number at its end. Only for {@link ExistingFile#BACKED_UP}
   * @param isForced whether the file survives power loss as soon as it is written
   */
  public FileTarget(
      String option, Path file, ExistingFile existing, Path backup, boolean isForced) {
    this.option = option;
    this.file = file.toAbsolutePath();
    this.existing = existing;
    this.backup = backup == null ? null : backup.toAbsolutePath();
    this.isForced = isForced;
  }

  @Override
  public void check() {
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw LoaderException.environment("no such folder: " + describe() + ", folder=" + folder);
    }
    if (Files.isDirectory(file)) {
      throw LoaderException.usage("a folder has that name, expected a file: " + describe());
    }
    if (existing == ExistingFile.KEPT && Files.exists(file)) {
      throw isThere();
    }
    if (backup != null && Files.isDirectory(backup)) {
      throw LoaderException.usage("a folder has that name: backup=" + backup);
    }
    if (backup != null && backup.equals(file)) {
      throw LoaderException.usage("a file is no backup of itself: backup=" + backup);
    }
  }

  private LoaderException isThere() {
    return LoaderException.environment(
        "file exists: " + describe() + ". To replace it, leave --noclobber out");
  }

  @Override
  public void write(Content content) throws IOException {
    if (existing == ExistingFile.OVERWRITTEN || isSpecial()) {
      overwrite(content);
      return;
    }
    Path draft = draft();
    try {
      Files.deleteIfExists(draft);
      try (FileChannel channel = StoreFiles.open(draft)) {
        write(channel, content);
      }
      publish(draft);
    } finally {
      Files.deleteIfExists(draft);
    }
    if (isForced) {
      StoreFiles.forceFolder(file.getParent());
    }
  }

  private Path draft() {
    Path draft =
        file.resolveSibling(
            "."
                + file.getFileName()
                + "."
                + ProcessHandle.current().pid()
                + StoreFiles.TEMPORARY_SUFFIX);
    // A signal ends this process without any more ado.
    draft.toFile().deleteOnExit();
    return draft;
  }

  private boolean isSpecial() {
    return Files.exists(file) && !Files.isRegularFile(file);
  }

  private void overwrite(Content content) throws IOException {
    if (isSpecial()) {
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
        writeTo(out, content);
      }
      return;
    }
    try (FileChannel channel = StoreFiles.open(file)) {
      // Before anything is in it.
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      channel.truncate(0);
      write(channel, content);
    }
  }

  private void write(FileChannel channel, Content content) throws IOException {
    writeTo(Channels.newOutputStream(channel), content);
    if (isForced) {
      channel.force(true);
    }
  }

  private static void writeTo(OutputStream out, Content content) throws IOException {
    OutputStream buffered = new BufferedOutputStream(out, BUFFER_BYTES);
    content.writeTo(buffered);
    buffered.flush();
  }

  private void publish(Path draft) throws IOException {
    if (existing == ExistingFile.KEPT) {
      publishUnlessThere(draft);
      return;
    }
    if (existing == ExistingFile.BACKED_UP && Files.exists(file)) {
      keepBackup();
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Somebody may have made it since {@link #check}. A second name is given only if it is free. */
  private void publishUnlessThere(Path draft) throws IOException {
    try {
      if (!SecondName.give(file, draft)) {
        // An empty file keeps the place.
        Files.createFile(file);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (FileAlreadyExistsException e) {
      throw isThere();
    }
  }

  /** The file has both names until the new one takes the old name: it is there all the time. */
  private void keepBackup() throws IOException {
    if (backup == null) {
      NumberedBackup.make(file);
      return;
    }
    Path second = file.resolveSibling(draft().getFileName() + "~");
    Files.deleteIfExists(second);
    try {
      Files.move(
          SecondName.give(second, file) ? second : file,
          backup,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(second);
    }
  }

  @Override
  public Path draftFolder() {
    return existing == ExistingFile.OVERWRITTEN || isSpecial()
        ? DescriptorTarget.DRAFT_FOLDER
        : file.getParent();
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public String describe() {
    return option + "=" + file;
  }

  @Override
  public boolean isStandardOutput() {
    return false;
  }
}
