package io.rekindle.benchmarks;

import io.rekindle.benchmarks.contender.Totals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * What one run of one contender at one piece of work gave: figures by name, their unit last in the
 * name, and a remark. Written as one line of {@code key=value} pairs. Confined to one thread.
 */
final class Result {

  /** A sentence about the row, shown as it is; also the reason why there are no figures. */
  static final String REMARK = "remark";

  /** The totals of the state: accounts, balances, identities. */
  static final String TOTALS = "totals";

  private static final Pattern FIGURE = Pattern.compile("-?\\d+(\\.\\d+)?(E-?\\d+)?");

  private final Map<String, String> values = new TreeMap<>();

  /** A result with nothing but the reason why there is none. */
  static Result without(String reason) {
    return new Result().put(REMARK, reason);
  }

  Result put(String key, Object value) {
    values.put(key, value.toString());
    return this;
  }

  /** Adds count, mean, p50, p99, p99.9 and maximum of {@code histogram}, in nanoseconds. */
  Result putLatencies(Histogram histogram) {
    put("ops", histogram.getTotalCount());
    put("meanNs", histogram.getMean());
    return putPercentiles(histogram);
  }

  /** Adds p50, p99, p99.9 and maximum of {@code histogram}, in nanoseconds. */
  Result putPercentiles(Histogram histogram) {
    put("p50Ns", histogram.getValueAtPercentile(50));
    put("p99Ns", histogram.getValueAtPercentile(99));
    put("p999Ns", histogram.getValueAtPercentile(99.9));
    return put("maxNs", histogram.getMaxValue());
  }

  /** Adds what another process has to find in the store after this one was killed. */
  Result putTotals(Totals totals) {
    return put(
        TOTALS, totals.accountCount() + "/" + totals.balanceSum() + "/" + totals.identitySum());
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  String text(String key) {
    return values.getOrDefault(key, "");
  }

  double number(String key) {
    return Double.parseDouble(values.get(key));
  }

  /** What is a number, by name. */
  Map<String, Double> figures() {
    Map<String, Double> figures = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (FIGURE.matcher(value).matches()) {
            figures.put(key, Double.valueOf(value));
          }
        });
    return figures;
  }

  /** What is not a number, by name. */
  Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>(values);
    texts.keySet().removeAll(figures().keySet());
    return texts;
  }

  /** One line; blanks in values are written as underscores. */
  String toLine() {
    StringBuilder line = new StringBuilder();
    values.forEach(
        (key, value) ->
            line.append(line.isEmpty() ? "" : " ")
                .append(key)
                .append('=')
                .append(value.replaceAll("\\s", "_")));
    return line.toString();
  }

  /** Appends {@link #toLine} to {@code file}; a reader sees all of it or nothing. */
  void appendTo(Path file) throws IOException {
    Files.writeString(
        file,
        toLine() + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  static Result parse(String line) {
    Result result = new Result();
    for (String pair : line.trim().split(" ")) {
      int equals = pair.indexOf('=');
      result.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    if (result.has(REMARK)) {
      result.put(REMARK, result.text(REMARK).replace('_', ' '));
    }
    return result;
  }
}
