package io.rekindle.loader.cli;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.verify.GraphDump;
import io.rekindle.loader.ExitCode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.export.ExportTarget;
import io.rekindle.loader.launch.PortableWriter;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.NameFolder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
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
      "  restart-loader export --name bank --back 3 --portable bank.rkp --backup",
      "  restart-loader export --name bank --portable - | ssh there 'cat > bank.rkp'"
    })
final class ExportCommand implements Callable<Integer> {
  /** How it is written. */
  enum Format {
    json,
    text
  }

  @Mixin private StoreOptions storeOptions;
  @Mixin private CommitOptions commit;
  @Mixin private ExportOptions exportOptions;

  @Option(names = "--name", required = true, paramLabel = "N", description = "The name.")
  private String name;

  @Option(
      names = "--out",
      paramLabel = "FILE",
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
              + " too. Readable by its owner only, there as a whole or not at all. - is standard"
              + " output.")
  private String portable;

  @Option(
      names = "--with-environment",
      description = "Write the recorded environment into it too; it may hold secrets.")
  private boolean hasEnvironment;

  @Override
  public Integer call() {
    NameFolder folder = storeOptions.registered(name);
    boolean isPortable = portable != null || exportOptions.hasDescriptor();
    refuseContradictions(isPortable);
    ExportTarget target =
        isPortable
            ? exportOptions.target("--portable", portable)
            : exportOptions.target("--out", out == null ? ExportOptions.STDOUT : out);
    try (StateImage image = StoredState.at(folder, commit.resolve(folder))) {
      LaunchRecord launch = isPortable ? LaunchRecord.read(folder).orElse(null) : null;
      target.write(
          stream -> {
            if (isPortable) {
              PortableWriter.write(
                  image, name, launch, hasEnvironment, stream, target.draftFolder());
            } else {
              write(image, stream);
            }
          });
    } catch (CorruptStateException e) {
      throw StoredState.unusable(folder, e);
    } catch (UncheckedIOException e) {
      throw StoredState.unreadable(folder, e.getCause());
    } catch (IOException e) {
      if (ExportTarget.isBrokenPipe(e)) {
        return ExitCode.BROKEN_PIPE;
      }
      throw LoaderException.environment("can't write: " + target.describe(), e);
    } catch (OutOfMemoryError e) {
      throw StoredState.outOfMemory(folder);
    }
    return ExitCode.OK;
  }

  private void refuseContradictions(boolean isPortable) {
    if (isPortable && out != null) {
      throw LoaderException.usage(
          "--out contradicts --portable and --fd, which write another kind of file: use one of"
              + " them");
    }
    if (!isPortable && hasEnvironment) {
      throw LoaderException.usage("--with-environment needs --portable FILE or --fd N");
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
}
