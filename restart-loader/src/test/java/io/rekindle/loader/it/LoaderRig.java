package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A store, an agent jar and the packaged loader. Ends what it started, by process id. */
final class LoaderRig implements AutoCloseable {
  private static final long WAIT_SECONDS_MAX = 60;
  private static final long POLL_NS = 10_000_000;

  /** A look and a pause take less than that as a rule. */
  private static final long ROUND_NS_MAX = TimeUnit.SECONDS.toNanos(2);

  static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  final Path folder;
  final Path store;
  final Path notes;
  final Path agent;
  final List<Run> runs = new ArrayList<>();

  LoaderRig(Path folder) throws IOException {
    this.folder = folder;
    this.store = folder.resolve("store");
    this.notes = folder.resolve("notes");
    this.agent = folder.resolve("test-agent.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", TestAgent.class.getName());
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(agent), manifest)) {
      String entry = TestAgent.class.getName().replace('.', '/') + ".class";
      jar.putNextEntry(new JarEntry(entry));
      Files.copy(testClasses().resolve(entry), jar);
    }
  }

  static Path testClasses() {
    try {
      return Path.of(
          TestApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The loader with {@code arguments}, in a session without terminal. */
  Run loader(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("setsid", JAVA.toString()));
    command.addAll(LoaderArchive.jvmFlags());
    command.addAll(List.of("-jar", System.getProperty("rekindle.loaderJar")));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("REKINDLE_STORE", store.toString());
    Run run = new Run(builder.start(), out, err);
    runs.add(run);
    return run;
  }

  Run run(String... endings) throws IOException {
    return run(Map.of(), List.of(), endings);
  }

  /** {@code run --name app}, more options, and the test application. */
  Run run(Map<String, String> environment, List<String> options, String... endings)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("run", "--name", "app", "--agent", agent.toString()));
    arguments.addAll(options);
    arguments.addAll(application(endings));
    return loader(environment, arguments.toArray(new String[0]));
  }

  /** The same with the loader's own agent, so that the application can call {@code Rekindle}. */
  Run runWithAgent(List<String> options, String... endings) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", "--name", "app"));
    arguments.addAll(options);
    arguments.addAll(application(endings));
    return loader(Map.of(), arguments.toArray(new String[0]));
  }

  private List<String> application(String... endings) {
    List<String> line = new ArrayList<>(List.of("--", JAVA.toString()));
    line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx48m", "-Xshare:auto"));
    line.addAll(List.of("-cp", testClasses().toString()));
    line.addAll(List.of(TestApplication.class.getName(), notes.toString()));
    line.addAll(List.of(endings));
    return line;
  }

  List<String> notes() throws IOException {
    return Files.exists(notes) ? Files.readAllLines(notes) : List.of();
  }

  void awaitStarts(int count) {
    await(() -> notesQuietly().size() >= count);
  }

  private List<String> notesQuietly() {
    try {
      return notes();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The value of {@code key} in the note of the given start, counted from 1. */
  String note(int start, String key) throws IOException {
    for (String field : notes().get(start - 1).split(" ")) {
      if (field.startsWith(key + "=")) {
        return field.substring(key.length() + 1);
      }
    }
    throw new IllegalArgumentException(key);
  }

  List<JsonNode> ends() throws IOException {
    List<JsonNode> ends = new ArrayList<>();
    for (String line : Files.readAllLines(store.resolve("app/ends.jsonl"))) {
      ends.add(new ObjectMapper().readTree(line));
    }
    return ends;
  }

  static void await(BooleanSupplier condition) {
    await(condition, () -> "deadline");
  }

  /**
   * The same; {@code description} is what a failure shows. Time in which the machine stood still,
   * for this JVM and so for those that it waits for, does not count.
   */
  static void await(BooleanSupplier condition, Supplier<String> description) {
    long waitedNs = 0;
    long lastNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      long nowNs = System.nanoTime();
      waitedNs += Math.min(nowNs - lastNs, ROUND_NS_MAX);
      lastNs = nowNs;
      assertThat(waitedNs).as(description).isLessThan(TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX));
      java.util.concurrent.locks.LockSupport.parkNanos(POLL_NS);
    }
  }

  static void signal(long pid, String signal) throws IOException, InterruptedException {
    // To kill(1), 0 is its whole process group, that of the tests.
    assertThat(pid).as("pid").isPositive();
    new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start().waitFor();
  }

  /** The session that a process is in; that of a session's leader is its own id. */
  static long session(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3]);
  }

  @Override
  public void close() throws IOException {
    new StoreProcesses(store).killAll();
    for (Run run : runs) {
      end(run.process);
    }
    for (int i = 1; i <= notes().size(); i++) {
      long pid = Long.parseLong(note(i, "pid"));
      ProcessHandle.of(pid)
          .filter(handle -> handle.info().commandLine().orElse("").contains(notes.toString()))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** A loader first, which would restart its application, then what it has started. */
  static void end(Process loader) {
    List<ProcessHandle> started = loader.descendants().toList();
    loader.destroyForcibly().onExit().join();
    started.forEach(ProcessHandle::destroyForcibly);
    // A dying process may still write to the folder that is about to be deleted.
    started.forEach(handle -> handle.onExit().join());
  }

  /** One process of the loader, with what it printed. */
  record Run(Process process, Path out, Path err) {
    int await() throws InterruptedException, IOException {
      assertThat(process.waitFor(WAIT_SECONDS_MAX, TimeUnit.SECONDS)).as(errors()).isTrue();
      return process.exitValue();
    }

    String printed() throws IOException {
      return Files.readString(out);
    }

    String errors() throws IOException {
      return Files.readString(err);
    }

    /** Waits until the errors contain {@code text}. */
    void awaitError(String text) {
      LoaderRig.await(() -> errorsOrNone().contains(text), () -> text + " in " + errorsOrNone());
    }

    private String errorsOrNone() {
      try {
        return errors();
      } catch (IOException e) {
        return "";
      }
    }

    void send(String text) throws IOException {
      try (OutputStream in = process.getOutputStream()) {
        in.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
  }
}
