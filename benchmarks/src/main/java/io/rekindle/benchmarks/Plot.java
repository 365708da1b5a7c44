package io.rekindle.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Draws what {@code compare.json} holds: latency and restart time by size of the state. */
final class Plot {

  private static final List<String> KNOWN = List.of("in", "images");
  private static final double NS_PER_US = 1e3;
  private static final double NS_PER_MS = 1e6;

  private final List<Map<String, Object>> results;

  private Plot(List<Map<String, Object>> results) {
    this.results = results;
  }

  /** Reads {@code --in} and writes one SVG file per work to the folder {@code --images}. */
  static void run(Options options) throws IOException {
    options.requireKnown(KNOWN);
    Path root = Location.projectRoot();
    Path in =
        Path.of(options.text("in", root.resolve("benchmarks/target/compare.json").toString()));
    Path images = Path.of(options.text("images", root.resolve("docs/images").toString()));
    Files.createDirectories(images);
    Plot plot = new Plot(results(in));
    plot.draw(Work.T1, "Change of one field, durable", "mean time, µs", NS_PER_US, images);
    plot.draw(Work.T2, "New entry in the map, durable", "mean time, µs", NS_PER_US, images);
    plot.draw(Work.T3, "First full checkpoint", "time, ms", NS_PER_MS, images);
    plot.draw(Work.T4, "Restart with the state", "mean time, ms", NS_PER_MS, images);
  }

  private static List<Map<String, Object>> results(Path in) throws IOException {
    Map<String, Object> document = object(Json.read(Files.readString(in, StandardCharsets.UTF_8)));
    List<Map<String, Object>> results = new ArrayList<>();
    if (document.get("results") instanceof List<?> list) {
      list.forEach(item -> results.add(object(item)));
      return results;
    }
    throw new IllegalArgumentException("no results: file=" + in);
  }

  @SuppressWarnings("unchecked") // the keys of a JSON object are strings
  private static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }

  private void draw(Work work, String title, String unit, double nsPerUnit, Path images)
      throws IOException {
    Map<String, Map<Double, List<Double>>> measured = new LinkedHashMap<>();
    for (Map<String, Object> result : results) {
      Object meanNs = object(result.get("figures")).get("meanNs");
      if (result.get("work").equals(work.optionName()) && meanNs != null) {
        measured
            .computeIfAbsent((String) result.get("label"), key -> new TreeMap<>())
            .computeIfAbsent((Double) result.get("accounts"), key -> new ArrayList<>())
            .add((Double) meanNs / nsPerUnit);
      }
    }
    if (measured.isEmpty()) {
      return;
    }
    SvgChart chart = new SvgChart(title, "objects in the state", unit);
    measured.forEach(
        (label, bySize) -> {
          Map<Double, Double> medians = new TreeMap<>();
          bySize.forEach((size, values) -> medians.put(size, Throughput.median(values)));
          chart.add(label, medians);
        });
    Path file = images.resolve(work.optionName().toLowerCase(java.util.Locale.ROOT) + ".svg");
    Files.writeString(file, chart.toSvg(), StandardCharsets.UTF_8);
    System.err.println("plot: " + file);
  }
}
