package io.rekindle.loader.cli;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.StoreFiles;
import io.rekindle.codec.verify.GraphDump;
import io.rekindle.loader.ExitCode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.launch.PortableWriter;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.NameFolder;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code export}: prints the state by names and fields. */
@Command(
    name = "export",
    description = {
      "Print the state as of the last or another commit by names and fields, without the"
          + " application's classes; or write it to a portable file.",
      "Changes nothing that is stored."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  restart-loader export --name bank --format text",
      "  restart-loader export --name bank --out bank.json",
      "  restart-loader export --name bank --back 3 --portable bank.rkp"
    })
final class ExportCommand implements Callable<Integer> {
  private static final String STDOUT = "-";
  private static final String BROKEN_PIPE = "Broken pipe";
  private static final int SIGPIPE = 13;

  /** How it is written. */
  enum Format {
    json,
    text
  }

  @Mixin private StoreOptions storeOptions;
  @Mixin private CommitOptions commit;

  @Option(names = "--name", required = true, paramLabel = "N", description = "The name.")
  private String name;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = STDOUT,
      description =
          "Where to; readable by its owner only, there as a whole or not at all. Default: - for"
              + " standard output.")
  private String out;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "json",
      description = "json: one object a line, the roots first; text: for people. Default: json.")
  private Format format;

  @Option(
      names = "--portable",
      paramLabel = "FILE",
      description =
          "Write state and recorded launch to a file that restart --file takes, on another machine"
              + " too. Readable by its owner only, there as a whole or not at all.")
  private Path portable;

  @Option(
      names = "--with-environment",
      description = "Write the recorded environment into it too; it may hold secrets.")
  private boolean hasEnvironment;

  @Override
  public Integer call() {
    NameFolder folder = storeOptions.registered(name);
    refuseContradictions();
    try (StateImage image = StoredState.at(folder, commit.resolve(folder))) {
      if (portable != null) {
        PortableWriter.write(
            image, name, LaunchRecord.read(folder).orElse(null), hasEnvironment, portable);
      } else if (out.equals(STDOUT)) {
        return print(image);
      } else {
        writeFile(image, Path.of(out).toAbsolutePath());
      }
    } catch (CorruptStateException e) {
      throw StoredState.unusable(folder, e);
    } catch (UncheckedIOException e) {
      throw StoredState.unreadable(folder, e.getCause());
    } catch (IOException e) {
      throw LoaderException.environment(
          "can't write: " + (portable == null ? "out=" + out : "portable=" + portable), e);
    } catch (OutOfMemoryError e) {
      throw StoredState.outOfMemory(folder);
    }
    return ExitCode.OK;
  }

  private void refuseContradictions() {
    if (portable != null && !out.equals(STDOUT)) {
      throw LoaderException.usage("--portable and --out contradict each other: use one of them");
    }
    if (portable == null && hasEnvironment) {
      throw LoaderException.usage("--with-environment needs --portable FILE");
    }
  }

  private int print(StateImage image) throws IOException {
    try (OutputStream stream = new FileOutputStream(FileDescriptor.out)) {
      write(image, stream);
      return ExitCode.OK;
    } catch (IOException e) {
      if (BROKEN_PIPE.equals(e.getMessage())) {
        // The reader, head for example, has seen enough.
        return ExitCode.SIGNAL_BASE + SIGPIPE;
      }
      throw e;
    }
  }

  private void write(StateImage image, OutputStream stream) throws IOException {
    Writer writer =
        new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 64 << 10);
    if (format == Format.json) {
      GraphDump.writeState(image, writer);
    } else {
      ExportText text = new ExportText(writer);
      GraphDump.writeState(image, text);
    }
    writer.flush();
  }

  private void writeFile(StateImage image, Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // A device or a pipe; a folder says so itself.
      try (OutputStream stream = Files.newOutputStream(file)) {
        write(image, stream);
      }
      return;
    }
    Path temporary =
        file.resolveSibling(
            "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      try (FileChannel channel = StoreFiles.open(temporary);
          OutputStream stream = Channels.newOutputStream(channel)) {
        write(image, stream);
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
