package io.rekindle.demo.birdstrikes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The data set is the one that its note on the source describes. */
class DataSetTest {

  private static final String SHA_256 =
      "b2a934ab7ddca6e6164db5ab54e0c53f8a0270f968bed06e9564605de7ed32ae";

  @Test
  void shouldBeTheOneThatWasTakenOver() throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(read("birdstrikes.csv"));

    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(SHA_256);
  }

  @Test
  void shouldComeWithItsSourceAndLicence() throws Exception {
    assertThat(new String(read("SOURCE.md"), StandardCharsets.UTF_8))
        .contains("FAA Wildlife Strike Database", "vega-datasets` 3.2.1");
    assertThat(new String(read("LICENSE.vega-datasets.txt"), StandardCharsets.UTF_8))
        .contains("Redistribution and use in source and binary forms");
  }

  private static byte[] read(String name) throws Exception {
    try (InputStream resource = StrikeReader.class.getResourceAsStream(name)) {
      assertThat(resource).as(name).isNotNull();
      return resource.readAllBytes();
    }
  }
}
