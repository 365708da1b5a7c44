package io.rekindle.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A line chart with two logarithmic axes, written as SVG. Each line is labelled at its right end,
 * and labels that would overlap are moved apart. The line added first stands out. Confined to one
 * thread.
 */
final class SvgChart {

  private static final int WIDTH = 940;
  private static final int HEIGHT = 460;
  private static final int LEFT = 80;
  private static final int RIGHT = 390;
  private static final int TOP = 50;
  private static final int BOTTOM = 60;
  private static final int LABEL_HEIGHT = 17;

  /** The first eight are told apart by people who do not see all colours, too (Okabe and Ito). */
  private static final List<String> COLOURS =
      List.of(
          "#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#444444", "#8A6D00",
          "#7B3294", "#A6192E", "#4D8C57", "#1B3A6B");

  private final String title;
  private final String xLabel;
  private final String yLabel;
  private final Map<String, Map<Double, Double>> lines = new LinkedHashMap<>();
  private final StringBuilder svg = new StringBuilder();
  private int xMinPower;
  private int xMaxPower;
  private int yMinPower;
  private int yMaxPower;

  SvgChart(String title, String xLabel, String yLabel) {
    this.title = title;
    this.xLabel = xLabel;
    this.yLabel = yLabel;
  }

  /**
   * Adds a line.
   *
   * @param points y by x, both above 0, at least one
   */
  void add(String label, Map<Double, Double> points) {
    lines.put(label, points);
  }

  /** The whole document. There has to be a line. */
  String toSvg() {
    svg.setLength(0);
    fitAxes();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n<title>%s</title>%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
            WIDTH,
            HEIGHT,
            escaped(title)));
    text(LEFT, TOP - 22, "start", "#111", escaped(title), "font-size=\"16\" font-weight=\"bold\"");
    appendAxes();
    appendLines();
    return svg.append("</svg>\n").toString();
  }

  private void fitAxes() {
    List<Double> xs = new ArrayList<>();
    List<Double> ys = new ArrayList<>();
    lines.values().forEach(points -> xs.addAll(points.keySet()));
    lines.values().forEach(points -> ys.addAll(points.values()));
    xMinPower = floorPower(xs);
    xMaxPower = Math.max(xMinPower + 1, ceilingPower(xs));
    yMinPower = floorPower(ys);
    yMaxPower = Math.max(yMinPower + 1, ceilingPower(ys));
  }

  private static int floorPower(List<Double> values) {
    return (int) Math.floor(values.stream().mapToDouble(Math::log10).min().orElseThrow());
  }

  private static int ceilingPower(List<Double> values) {
    return (int) Math.ceil(values.stream().mapToDouble(Math::log10).max().orElseThrow());
  }

  private void appendAxes() {
    int right = WIDTH - RIGHT;
    int bottom = HEIGHT - BOTTOM;
    for (int power = xMinPower; power <= xMaxPower; power++) {
      double x = x(Math.pow(10, power));
      line(x, TOP, x, bottom, "#E4E4E4");
      text(x, bottom + 18, "middle", "#333", shown(power), "");
    }
    for (int power = yMinPower; power <= yMaxPower; power++) {
      double y = y(Math.pow(10, power));
      line(LEFT, y, right, y, "#E4E4E4");
      text(LEFT - 8, y + 4, "end", "#333", shown(power), "");
    }
    line(LEFT, bottom, right, bottom, "#333");
    line(LEFT, TOP, LEFT, bottom, "#333");
    text((LEFT + right) / 2.0, bottom + 42, "middle", "#111", escaped(xLabel), "");
    double middle = (TOP + bottom) / 2.0;
    String turned = String.format(Locale.ROOT, "transform=\"rotate(-90 18 %.1f)\"", middle);
    text(18, middle, "middle", "#111", escaped(yLabel), turned);
  }

  private static String shown(int power) {
    return power < 0
        ? String.format(Locale.ROOT, "%." + -power + "f", Math.pow(10, power))
        : String.format(Locale.ROOT, "%,.0f", Math.pow(10, power));
  }

  private void appendLines() {
    List<EndLabel> labels = new ArrayList<>();
    int index = 0;
    for (Map.Entry<String, Map<Double, Double>> entry : lines.entrySet()) {
      String colour = COLOURS.get(index % COLOURS.size());
      int strokeWidth = index == 0 ? 4 : 2; // the first line is what the chart is about
      labels.add(appendLine(entry.getKey(), entry.getValue(), colour, strokeWidth));
      index++;
    }
    labels.sort(Comparator.comparingDouble(EndLabel::y));
    double lowest = HEIGHT - BOTTOM;
    double free = TOP;
    for (int i = 0; i < labels.size(); i++) {
      EndLabel label = labels.get(i);
      double latest = lowest - LABEL_HEIGHT * (labels.size() - 1.0 - i);
      double y = Math.min(Math.max(label.y, free), Math.max(latest, free));
      line(label.x + 6, label.y, WIDTH - RIGHT + 22, y, label.colour);
      text(WIDTH - RIGHT + 26, y + 4, "start", label.colour, escaped(label.text), "");
      free = y + LABEL_HEIGHT;
    }
  }

  private EndLabel appendLine(
      String label, Map<Double, Double> points, String colour, int strokeWidth) {
    StringBuilder path = new StringBuilder();
    double lastX = 0;
    double lastY = 0;
    for (Map.Entry<Double, Double> point : points.entrySet()) {
      lastX = x(point.getKey());
      lastY = y(point.getValue());
      path.append(String.format(Locale.ROOT, "%.1f,%.1f ", lastX, lastY));
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>%n",
              lastX,
              lastY,
              colour));
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%d\"/>%n",
            path.toString().trim(),
            colour,
            strokeWidth));
    return new EndLabel(label, colour, lastX, lastY);
  }

  private record EndLabel(String text, String colour, double x, double y) {}

  private double x(double value) {
    double share = (Math.log10(value) - xMinPower) / (xMaxPower - xMinPower);
    return LEFT + share * (WIDTH - RIGHT - LEFT);
  }

  private double y(double value) {
    double share = (Math.log10(value) - yMinPower) / (yMaxPower - yMinPower);
    return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
  }

  private void line(double x1, double y1, double x2, double y2, String colour) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
            x1,
            y1,
            x2,
            y2,
            colour));
  }

  private void text(
      double x, double y, String anchor, String colour, String escapedText, String more) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\" %s>%s</text>%n",
            x,
            y,
            anchor,
            colour,
            more,
            escapedText));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
