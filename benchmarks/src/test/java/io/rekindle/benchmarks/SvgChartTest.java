package io.rekindle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class SvgChartTest {

  private final SvgChart chart = new SvgChart("Change & keep", "objects", "mean, µs");

  @Test
  void shouldPlacePointsOnLogarithmicAxesAndBeXml() throws Exception {
    chart.add("a < b", new TreeMap<>(Map.of(10.0, 1.0, 100.0, 10.0, 1_000.0, 100.0)));

    String svg = chart.toSvg();

    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
    Matcher points = Pattern.compile("points=\"(\\S+),(\\S+) (\\S+),(\\S+) (\\S+),").matcher(svg);
    assertThat(points.find()).isTrue();
    double left = Double.parseDouble(points.group(1));
    double middle = Double.parseDouble(points.group(3));
    double right = Double.parseDouble(points.group(5));
    assertThat(middle - left).isEqualTo(right - middle);
    assertThat(svg).contains("Change &amp; keep", "a &lt; b", ">1,000</text>", "mean, µs");
  }

  @Test
  void shouldMoveLabelsApartWhenLinesEndTogether() {
    for (String label : new String[] {"first", "second", "third"}) {
      chart.add(label, Map.of(10.0, 5.0));
    }

    Matcher labels =
        Pattern.compile("y=\"(\\S+)\"[^>]*>(first|second|third)<").matcher(chart.toSvg());
    double last = 0;
    for (int i = 0; i < 3; i++) {
      assertThat(labels.find()).isTrue();
      double y = Double.parseDouble(labels.group(1));
      assertThat(y - last).isGreaterThanOrEqualTo(15);
      last = y;
    }
  }
}
