package io.rekindle.benchmarks;

import io.rekindle.benchmarks.contender.Contender;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What runs in a JVM of its own: {@code Contestant CONTENDER PHASE --store DIR --result FILE
 * [options]}. It does one phase, appends one line of results to the file, and waits to be killed:
 * nothing is ever closed, because a crash closes nothing.
 */
public final class Contestant {

  /** Ends this JVM if the driver is gone. */
  private static final Duration LIFE_MAX = Duration.ofMinutes(30);

  private Contestant() {}

  /** Does what the arguments say. */
  public static void main(String[] args) {
    long entryAtNs = System.nanoTime();
    try {
      Result result = new Result().put("entryAtNs", entryAtNs);
      Options options = Options.parse(args, 2);
      Contender contender = ContenderKind.named(args[0]).create(options);
      Path store = Path.of(options.text("store", ""));
      Phase.named(args[1]).run(contender, store, options, result);
      result.put("pid", ProcessHandle.current().pid());
      result.appendTo(Path.of(options.text("result", "")));
      Thread.sleep(LIFE_MAX.toMillis());
    } catch (Throwable e) {
      e.printStackTrace();
    }
    Runtime.getRuntime().halt(1); // threads of the libraries would keep this JVM alive
  }
}
