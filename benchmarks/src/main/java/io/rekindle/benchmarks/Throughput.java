package io.rekindle.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Runs one application with the agent and without, in turns, so that what disturbs the machine
 * meets both; each pair gives one ratio.
 *
 * @param isCaptured whether the application's state is captured; otherwise its classes are woven,
 *     and no object is ever captured
 * @param isServed whether each step is a request that is parsed, checked and answered
 */
record Throughput(boolean isCaptured, boolean isServed) implements Work.Procedure {

  @Override
  public Result run(Lab lab) throws Exception {
    List<Double> ratios = new ArrayList<>();
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    long pairCount = lab.options().number("pairs", 1);
    for (int pair = 0; pair < pairCount; pair++) {
      boolean agentFirst = pair % 2 == 0;
      double first = opsPerSecond(lab, agentFirst, 2 * pair + 1);
      double second = opsPerSecond(lab, !agentFirst, 2 * pair + 2);
      with.add(agentFirst ? first : second);
      without.add(agentFirst ? second : first);
      ratios.add(with.get(pair) / without.get(pair));
    }
    return new Result()
        .put("ratio", median(ratios))
        .put("ratioMin", Collections.min(ratios))
        .put("ratioMax", Collections.max(ratios))
        .put("withOpsPerSecond", median(with))
        .put("withoutOpsPerSecond", median(without))
        .put("pairs", pairCount);
  }

  private double opsPerSecond(Lab lab, boolean withAgent, int lineCount) throws Exception {
    try (ChildJvm child = lab.startShop(withAgent, isCaptured, isServed)) {
      Result line =
          child.awaitResult(lab.results(), lineCount, lab.limitMs(), ChildJvm.Waiting.IDLY);
      if (line.text("managed").equals("true") != withAgent) {
        throw new MeasurementException("agent active: " + line.text("managed"));
      }
      return line.number("opsPerSecond");
    }
  }

  /** The one in the middle; of an even number, the mean of the two. */
  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
