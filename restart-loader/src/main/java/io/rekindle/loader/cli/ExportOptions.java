package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.export.DescriptorTarget;
import io.rekindle.loader.export.ExistingFile;
import io.rekindle.loader.export.ExportTarget;
import io.rekindle.loader.export.FileTarget;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * Where a copy of the state goes, and what becomes of a file that is there: the last one counts.
 */
final class ExportOptions {
  /** Standard output. */
  static final String STDOUT = "-";

  /** Stands for a backup without a name; no file can have this one. */
  private static final String NUMBERED = "/";

  @Option(
      names = "--fd",
      paramLabel = "N",
      description = "Write the portable file to this descriptor; it may be a pipe.")
  private Integer descriptor;

  /** Null if nothing was said of it. */
  private ExistingFile existing;

  private Path backup;
  private boolean isForced = true;

  @Option(
      names = "--atomic",
      description = "Replace an existing file in one step, by a whole one (default).")
  void atomic(List<Boolean> isGiven) {
    set(isGiven, ExistingFile.REPLACED);
  }

  @Option(
      names = "--backup",
      arity = "0..1",
      paramLabel = "NAME",
      fallbackValue = NUMBERED,
      description =
          "The same, and keep what is there under this name, or as FILE.~1~, FILE.~2~ and so on.")
  void backup(List<String> names) {
    if (names != null && !names.isEmpty()) {
      String name = names.get(names.size() - 1);
      existing = ExistingFile.BACKED_UP;
      backup = name.equals(NUMBERED) ? null : Path.of(name);
    }
  }

  @Option(
      names = "--clobber",
      description =
          "Write over an existing file where it is, which needs no room for a second one. If that"
              + " is cut short, the file is unusable.")
  void clobber(List<Boolean> isGiven) {
    set(isGiven, ExistingFile.OVERWRITTEN);
  }

  @Option(names = "--noclobber", description = "Refuse to replace an existing file (78).")
  void noclobber(List<Boolean> isGiven) {
    set(isGiven, ExistingFile.KEPT);
  }

  @Option(
      names = "--sync",
      description = "What the verb has made survives a loss of power when it ends (default).")
  void sync(List<Boolean> isGiven) {
    force(isGiven, true);
  }

  @Option(names = "--nosync", description = "Leave it to the system when it does.")
  void nosync(List<Boolean> isGiven) {
    force(isGiven, false);
  }

  private void set(List<Boolean> isGiven, ExistingFile wanted) {
    if (isGiven != null && !isGiven.isEmpty()) {
      existing = wanted;
      backup = null;
    }
  }

  private void force(List<Boolean> isGiven, boolean wanted) {
    if (isGiven != null && !isGiven.isEmpty()) {
      isForced = wanted;
    }
  }

  /** Whether what is made is forced to the device. */
  boolean isForced() {
    return isForced;
  }

  /** Whether a portable file is to go to a descriptor that is given by its number. */
  boolean hasDescriptor() {
    return descriptor != null;
  }

  /**
   * Where to write.
   *
   * @param option the one that {@code file} was given with, for messages
   * @param file null if it was not given
   * @return null if nothing is to be written
   * @throws LoaderException if that is contradictory, or can't be written to
   */
  ExportTarget target(String option, String file) {
    if (descriptor != null && file != null) {
      throw LoaderException.usage(option + " and --fd contradict each other: use one of them");
    }
    boolean isFile = file != null && !file.equals(STDOUT);
    if (existing != null && !isFile) {
      throw LoaderException.usage(
          "--atomic, --backup, --clobber and --noclobber say what becomes of an existing file: they"
              + " need "
              + option
              + " FILE");
    }
    if (file == null && descriptor == null) {
      return null;
    }
    ExportTarget target =
        isFile
            ? new FileTarget(
                option.substring(2),
                Path.of(file),
                existing == null ? ExistingFile.REPLACED : existing,
                backup,
                isForced)
            : new DescriptorTarget(
                descriptor == null ? DescriptorTarget.STANDARD_OUTPUT : descriptor, isForced);
    target.check();
    return target;
  }
}
