package io.rekindle.loader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.loader.store.Json;
import org.junit.jupiter.api.Test;

class TrackingTableTest {

  @Test
  void shouldPrintEachHintOnceWhenFieldsShareIt() {
    String answer =
        """
        {"complete":true,"passes":3,"comparedNs":52500,
         "classes":[{"class":"com.acme.Order","tracking":"tracked","count":20000}],
         "compared":[
          {"field":"Shop.byDay","class":"java.util.TreeMap","count":1,"ns":2000000,"hint":"Use H."},
          {"field":"Order.lines","class":"java.util.TreeMap","count":7,"ns":500,"hint":"Use H."},
          {"field":"(not visited yet)","class":"","count":2,"ns":0,"hint":""}]}
        """;
    assertThat(TrackingTable.of(Json.parseObject(answer).orElseThrow()))
        .isEqualTo(
            """
            CLASS           TRACKING  OBJECTS
            com.acme.Order  tracked   20000

            COMPARED FIELD     CLASS              OBJECTS  PER COMMIT  HINT
            Shop.byDay         java.util.TreeMap  1        2.0 ms      [1]
            Order.lines        java.util.TreeMap  7        0.5 us      [1]
            (not visited yet)                     2        0.0 us

            Each commit compares for 52.5 us, as last timed.
            [1] Use H.
            """);
  }

  @Test
  void shouldSayThatCountsAreTooLowWhenFirstPassHasNotEnded() {
    assertThat(TrackingTable.of(Json.object().put("complete", false)))
        .contains("counts are too low")
        .contains("Nothing is compared.");
  }
}
