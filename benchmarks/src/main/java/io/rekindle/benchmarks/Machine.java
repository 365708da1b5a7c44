package io.rekindle.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a figure is worth nothing without: where, on what, of what and when it was measured. */
final class Machine {

  private static final long KIB_PER_GIB = 1 << 20;

  private Machine() {}

  /** The facts, {@code jdk} being what is measured, in the order in which a report shows them. */
  static Map<String, String> facts(Path storeDirectory, Jdk jdk) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("CPU", procValue("/proc/cpuinfo", "model name"));
    facts.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("memory", memory());
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("file system", Files.getFileStore(storeDirectory).type());
    facts.put("load before", load());
    facts.put("JDK", jdk.description());
    facts.put("commit", commit());
    facts.put("date", ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ISO_LOCAL_DATE));
    return facts;
  }

  private static String memory() throws IOException {
    String total = procValue("/proc/meminfo", "MemTotal");
    return total.isEmpty() ? "unknown" : Long.parseLong(total.split(" ")[0]) / KIB_PER_GIB + " GiB";
  }

  /** The mean number of busy threads in the last minute: on a quiet machine far below 1. */
  private static String load() throws IOException {
    Path file = Path.of("/proc/loadavg");
    return Files.isReadable(file) ? Files.readString(file).split(" ")[0] : "unknown";
  }

  private static String procValue(String file, String key) throws IOException {
    if (!Files.isReadable(Path.of(file))) {
      return "";
    }
    for (String line : Files.readAllLines(Path.of(file))) {
      if (line.startsWith(key)) {
        return line.substring(line.indexOf(':') + 1).trim();
      }
    }
    return "";
  }

  private static String commit() {
    String commit = git("rev-parse", "--short=10", "HEAD");
    if (commit.isEmpty()) {
      return "unknown";
    }
    return git("status", "--porcelain").isEmpty() ? commit : commit + ", with local changes";
  }

  private static String git(String... arguments) {
    try {
      ProcessBuilder builder = new ProcessBuilder("git");
      builder.command().addAll(java.util.List.of(arguments));
      builder.directory(Location.projectRoot().toFile());
      Process git = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return text.trim();
    } catch (IOException e) {
      return "";
    }
  }
}
