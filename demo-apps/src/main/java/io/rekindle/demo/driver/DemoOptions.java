package io.rekindle.demo.driver;

import io.rekindle.demo.harness.Arguments;
import io.rekindle.demo.harness.UsageException;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What the user asked the driver for. Immutable.
 *
 * @param demo which of {@link #DEMOS}
 * @param kills how often to kill the application
 * @param seed what the moments of the kills are drawn from
 * @param paceMicros the pause between two steps of the application
 * @param timeout for the whole demo
 * @param java the {@code java} command for the applications
 * @param classPath the class path of the applications
 * @param launcher the restart loader, or null if there is none
 * @param runOptions further options for the loader's {@code run}
 * @param isKept whether the temporary files stay
 */
public record DemoOptions(
    String demo,
    int kills,
    long seed,
    long paceMicros,
    Duration timeout,
    Path java,
    String classPath,
    Path launcher,
    List<String> runOptions,
    boolean isKept) {

  /** The demos, the first one being the one to run if none is named. */
  public static final List<String> DEMOS = List.of("birdstrikes", "hello", "bank");

  /** The help text. */
  public static final String USAGE =
      """
      usage: CrashDemo [birdstrikes|hello|bank] --launcher FILE [options]
        --launcher FILE     the restart loader: a jar or a command
        --run-option TEXT   a further option for the loader's run; may be repeated
        --kills N           how often to kill the application (5)
        --seed N            repeats the moments of an earlier demo
        --pace MICROS       pause between two steps of the application (300)
        --timeout SECONDS   limit for the whole demo (60)
        --java FILE         the java command for the application (the one that runs this)
        --class-path PATH   the class path of the application (the one of this)
        --keep              keep the temporary files\
      """;

  private static final Set<String> VALUED =
      Set.of(
          "--launcher",
          "--run-option",
          "--kills",
          "--seed",
          "--pace",
          "--timeout",
          "--java",
          "--class-path");
  private static final int SEED_BOUND = 1_000_000;
  private static final int KILLS_MAX = 50;

  /**
   * Parses a command line.
   *
   * @throws UsageException if it makes no sense
   */
  public static DemoOptions parse(String[] args) {
    Arguments arguments = Arguments.parse(args, VALUED, Set.of("--keep"));
    List<String> words = arguments.words();
    String demo = words.isEmpty() ? DEMOS.get(0) : words.get(0);
    if (words.size() > 1 || !DEMOS.contains(demo)) {
      throw new UsageException("no such demo: demo=" + String.join(" ", words));
    }
    Path java = arguments.path("--java");
    return new DemoOptions(
        demo,
        (int) arguments.number("--kills", 5, 0, KILLS_MAX),
        arguments.number(
            "--seed", new Random().nextInt(SEED_BOUND), Long.MIN_VALUE, Long.MAX_VALUE),
        arguments.number("--pace", 300, 0, 1_000_000),
        Duration.ofSeconds(arguments.number("--timeout", 60, 1, 3_600)),
        java == null ? Path.of(System.getProperty("java.home"), "bin", "java") : java,
        absolute(arguments.text("--class-path", System.getProperty("java.class.path"))),
        arguments.path("--launcher"),
        arguments.all("--run-option"),
        arguments.has("--keep"));
  }

  /** The loader may start the application in another directory than this one. */
  private static String absolute(String classPath) {
    List<String> entries = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, entries);
  }

  /** Returns the command line that runs an application in a JVM. */
  public List<String> javaCommand(String mainClass, String... args) {
    List<String> command = new ArrayList<>(List.of(java.toString(), "-cp", classPath, mainClass));
    command.addAll(List.of(args));
    return command;
  }

  /**
   * Returns what supervises the application.
   *
   * @throws UsageException if something has to be restarted and there is no loader
   */
  public Supervisor supervisor() {
    if (launcher != null) {
      return new LoaderSupervisor(java, launcher.toAbsolutePath(), runOptions);
    }
    if (kills > 0) {
      throw new UsageException("option missing: option=--launcher (or --kills 0)");
    }
    return new NoSupervisor();
  }
}
