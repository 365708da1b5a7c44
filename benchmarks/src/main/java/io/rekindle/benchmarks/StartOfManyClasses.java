package io.rekindle.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the agent adds to the start of an application of many classes, which it weaves at the
 * initial load and finds woven at a restart. Each round has one start without agent, one with it
 * and an empty store, and one more with that store, so that what disturbs the machine meets all
 * three; each round gives two differences.
 */
final class StartOfManyClasses implements Work.Procedure {

  private static final long END_MS_MAX = 60_000;

  @Override
  public Result run(Lab lab) throws Exception {
    int classCount = (int) lab.options().number("accounts", 0);
    Path jar = GeneratedApplication.make(lab.store().resolveSibling("generated"), classCount);
    List<Double> plain = new ArrayList<>();
    List<Double> initial = new ArrayList<>();
    List<Double> restart = new ArrayList<>();
    long roundCount = lab.options().number("pairs", 1);
    Starts starts = new Starts(lab, jar);
    for (int round = 0; round < roundCount; round++) {
      plain.add(starts.next(false, 1));
      DiskUse.delete(lab.store());
      Files.createDirectories(lab.store());
      initial.add(starts.next(true, 1));
      restart.add(starts.next(true, 2));
    }
    return new Result()
        .put("plainNs", Throughput.median(plain))
        .put("initialNs", Throughput.median(initial))
        .put("restartNs", Throughput.median(restart))
        .put("initialMoreNs", Throughput.median(differences(initial, plain)))
        .put("restartMoreNs", Throughput.median(differences(restart, plain)))
        .put("pairs", roundCount)
        .put("diskBytes", DiskUse.bytes(lab.store()));
  }

  private static List<Double> differences(List<Double> from, List<Double> subtracted) {
    List<Double> differences = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      differences.add(from.get(i) - subtracted.get(i));
    }
    return differences;
  }

  /** The starts of one jar, one after another; all have to come to the same sum. */
  private static final class Starts {

    private final Lab lab;
    private final Path jar;
    private int lineCount;
    private String sum = "";

    Starts(Lab lab, Path jar) {
      this.lab = lab;
      this.jar = jar;
    }

    /** Nanoseconds from the start of the process to the end of its main method. */
    double next(boolean withAgent, int expectedStarts) throws IOException, InterruptedException {
      try (ChildJvm child = lab.startGenerated(jar, withAgent)) {
        Result line =
            child.awaitResult(lab.results(), ++lineCount, lab.limitMs(), ChildJvm.Waiting.IDLY);
        if (line.number("starts") != expectedStarts) {
          throw new MeasurementException(
              "wrong state: starts=" + line.text("starts") + ", expected=" + expectedStarts);
        }
        sum = sum.isEmpty() ? line.text("sum") : sum;
        if (!sum.equals(line.text("sum"))) {
          throw new MeasurementException(
              "wrong sum: found=" + line.text("sum") + ", expected=" + sum);
        }
        child.ends(END_MS_MAX);
        return line.number("endAtNs") - child.startedAtNs();
      }
    }
  }
}
