package io.rekindle.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * When folds and rolls of segments happened, as seen from outside: rolls by the files in the
 * journal's folder, folds by the agent's log. Confined to one thread.
 */
final class StoreEvents {

  private static final Pattern FOLDED =
      Pattern.compile("(\\S+Z).* folded: .*elapsedMs=(\\d+).*", Pattern.DOTALL);

  private static final long LOOK_NS = 2_000_000;

  /** A roll is seen late by a look at most; and the thread that rolls begins before the file. */
  private static final long ROLL_MARGIN_NS = 50_000_000;

  private final Path store;
  private final List<Stalls.Window> rolls = new ArrayList<>();
  private Stalls.Window watched;

  /** Events below {@code store}, the folder that holds the names. */
  StoreEvents(Path store) {
    this.store = store;
  }

  /** Watches for {@code limitNs}. */
  void watch(long limitNs) throws IOException, InterruptedException {
    long startNs = System.nanoTime();
    Set<Path> known = new HashSet<>(segments());
    long nowNs = startNs;
    while (nowNs - startNs < limitNs) {
      TimeUnit.NANOSECONDS.sleep(LOOK_NS);
      boolean isNew = known.addAll(segments());
      nowNs = System.nanoTime();
      if (isNew) {
        rolls.add(new Stalls.Window(nowNs - ROLL_MARGIN_NS, nowNs + ROLL_MARGIN_NS));
      }
    }
    watched = new Stalls.Window(startNs, nowNs);
  }

  /** The time that this watched. */
  Stalls.Window watched() {
    return watched;
  }

  /** The 0.1 s about each roll that was seen. */
  List<Stalls.Window> rolls() {
    return rolls;
  }

  /** The folds that ended while this watched. */
  List<Stalls.Window> folds() throws IOException {
    long epochNs = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    List<Stalls.Window> folds = new ArrayList<>();
    for (Path log : files("log")) {
      for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
        Matcher folded = FOLDED.matcher(line);
        if (folded.matches()) {
          long endMs = Instant.parse(folded.group(1)).toEpochMilli();
          long endNs = TimeUnit.MILLISECONDS.toNanos(endMs) + epochNs;
          long tookNs = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(folded.group(2)));
          if (watched.overlaps(endNs, endNs)) {
            folds.add(new Stalls.Window(endNs - tookNs, endNs));
          }
        }
      }
    }
    return folds;
  }

  private List<Path> segments() throws IOException {
    return files(".cq4");
  }

  private List<Path> files(String end) throws IOException {
    try (Stream<Path> paths =
        Files.find(store, 4, (path, attributes) -> attributes.isRegularFile())) {
      return paths.filter(path -> path.getFileName().toString().endsWith(end)).toList();
    } catch (UncheckedIOException e) {
      return List.of(); // a file went while this looked; the next look tells
    }
  }
}
