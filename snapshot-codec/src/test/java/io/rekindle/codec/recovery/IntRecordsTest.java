package io.rekindle.codec.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntRecordsTest {

  @Test
  void shouldKeepRecordsOfManyPages() {
    IntRecords records = new IntRecords(3);
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      assertThat(records.add()).isEqualTo(i);
      records.set(i, 0, i);
      records.set(i, 2, -i);
    }
    assertThat(records.count()).isEqualTo(count);
    for (int i = 0; i < count; i++) {
      assertThat(records.get(i, 0)).isEqualTo(i);
      assertThat(records.get(i, 1)).isZero();
      assertThat(records.page(i)[records.at(i) + 2]).isEqualTo(-i);
    }
  }
}
