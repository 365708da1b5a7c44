package io.rekindle.loader.launch;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.JavaVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the program of a command line, and what version of Java it is. */
public final class JavaFinder {
  public static final int FEATURE_MIN = 17;
  private static final Pattern RELEASE = Pattern.compile("(?m)^JAVA_VERSION=\"([^\"]+)\"");
  private static final Pattern PRINTED = Pattern.compile("version \"([^\"]+)\"");
  private static final int PRINT_SECONDS_MAX = 30;

  private JavaFinder() {}

  /** The absolute path of {@code program}, looked up in {@code searchPath} as a shell would. */
  public static Path executable(String program, Path directory, String searchPath) {
    if (program.contains("/")) {
      Path path = directory.resolve(program).normalize();
      if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
        throw LoaderException.environment("no such executable: path=" + path);
      }
      return path;
    }
    for (String folder : searchPath.split(":")) {
      Path path = directory.resolve(folder.isEmpty() ? "." : folder).resolve(program).normalize();
      if (Files.isRegularFile(path) && Files.isExecutable(path)) {
        return path;
      }
    }
    throw LoaderException.environment(
        "no such executable: program=" + program + ", PATH=" + searchPath);
  }

  /** The version of the JDK that {@code executable} belongs to; {@code known} saves the look. */
  public static JavaVersion version(Path executable, JavaVersion known) {
    try {
      Path real = executable.toRealPath();
      long modifiedMs = Files.getLastModifiedTime(real).toMillis();
      if (known != null
          && known.executable().equals(executable.toString())
          && known.modifiedMs() == modifiedMs) {
        return known;
      }
      String version = releaseVersion(real);
      if (version == null) {
        version = printedVersion(executable);
      }
      JavaVersion java = new JavaVersion(executable.toString(), version, modifiedMs);
      if (java.feature() < FEATURE_MIN) {
        throw LoaderException.environment(
            "unfit JDK: java="
                + executable
                + ", version="
                + version
                + ", expected="
                + FEATURE_MIN
                + " or later");
      }
      return java;
    } catch (IOException | NumberFormatException e) {
      throw LoaderException.environment("can't tell the version of java: java=" + executable, e);
    }
  }

  private static String releaseVersion(Path real) throws IOException {
    Path home = real.getParent() == null ? null : real.getParent().getParent();
    if (home == null || !Files.isReadable(home.resolve("release"))) {
      return null;
    }
    Matcher matcher = RELEASE.matcher(Files.readString(home.resolve("release")));
    return matcher.find() ? matcher.group(1) : null;
  }

  private static String printedVersion(Path executable) throws IOException {
    Process process =
        new ProcessBuilder(executable.toString(), "-version").redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(PRINT_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Matcher matcher = PRINTED.matcher(text);
    if (!matcher.find()) {
      throw new IOException(
          "unexpected answer to -version: " + text.lines().findFirst().orElse(""));
    }
    return matcher.group(1);
  }
}
