package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.archive.Archive;
import com.acme.archive.Register;
import com.acme.gauge.Gauge;
import com.acme.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Applications with state, run by a rig with the real agent. */
final class AcmeApplications {
  private final LoaderRig rig;
  final Path classes;

  /** Copies their classes, alone, to {@code rig}'s folder. */
  AcmeApplications(LoaderRig rig) throws IOException {
    this.rig = rig;
    this.classes = rig.folder.resolve("classes");
    for (Class<?> type : List.of(Ledger.class, Archive.class, Gauge.class)) {
      Path folder = Path.of(type.getPackageName().replace('.', '/'));
      Files.createDirectories(classes.resolve(folder));
      try (Stream<Path> files = Files.list(LoaderRig.testClasses().resolve(folder))) {
        for (Path file : files.toList()) {
          Files.copy(file, classes.resolve(folder).resolve(file.getFileName()));
        }
      }
    }
  }

  /** A ledger that makes so many bookings at each start, one commit each, prints, and waits. */
  LoaderRig.Run ledger(String name, int bookings, String... options) throws IOException {
    return ledger(List.of(), name, bookings, options);
  }

  /** The same in a JVM with these options. */
  LoaderRig.Run ledger(List<String> jvmOptions, String name, int bookings, String... options)
      throws IOException {
    String type = Ledger.class.getName();
    List<String> application = new ArrayList<>(jvmOptions);
    application.addAll(List.of(type, String.valueOf(bookings), "wait"));
    return run(
        name,
        List.of(options),
        List.of(
            "--state=" + type + "#ACCOUNT_OF;" + type + "#total", "--checkpoint=" + type + "#book"),
        application);
  }

  /** An archive in a folder; it prints its files, and ends. */
  LoaderRig.Run archive(String name, Path home) throws IOException {
    String type = Archive.class.getName();
    String state = "%1$s#home;%1$s#SHELVES;%1$s#TITLES".formatted(type);
    return run(
        name,
        List.of(),
        List.of("--state=" + state, "--checkpoint=" + type + "#found"),
        List.of(type, home.toString()));
  }

  /** A register in a file; it appends a line, prints how long that is, and ends. */
  LoaderRig.Run register(String name, Path file) throws IOException {
    String type = Register.class.getName();
    return run(
        name,
        List.of(),
        List.of(
            "--state=%1$s#lines;%1$s#starts".formatted(type), "--checkpoint=" + type + "#enter"),
        List.of(type, file.toString()));
  }

  private LoaderRig.Run run(
      String name, List<String> options, List<String> agentOptions, List<String> application)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", "--name", name));
    arguments.addAll(options);
    arguments.addAll(agentOptions);
    arguments.addAll(List.of("--", "java", "-XX:TieredStopAtLevel=1", "-cp", classes.toString()));
    arguments.addAll(application);
    return rig.loader(Map.of(), arguments.toArray(new String[0]));
  }

  /** A verb that ends by itself, and succeeds. */
  LoaderRig.Run done(String... arguments) throws Exception {
    LoaderRig.Run run = rig.loader(Map.of(), arguments);
    assertThat(run.await()).as(run.errors()).isZero();
    return run;
  }

  /** Waits until all that a run has printed is this. */
  static void awaitPrinted(LoaderRig.Run run, String text) {
    LoaderRig.await(
        () -> {
          try {
            return run.printed().equals(text);
          } catch (IOException e) {
            return false;
          }
        });
  }
}
