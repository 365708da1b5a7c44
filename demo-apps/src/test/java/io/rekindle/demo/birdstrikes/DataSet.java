package io.rekindle.demo.birdstrikes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The strikes of the data set, all at once. */
final class DataSet {

  private DataSet() {}

  static List<Strike> strikes() throws IOException {
    List<Strike> strikes = new ArrayList<>();
    try (StrikeReader reader = StrikeReader.openDataSet()) {
      for (Strike strike = reader.next(); strike != null; strike = reader.next()) {
        strikes.add(strike);
      }
    }
    return strikes;
  }
}
