package io.rekindle.codec.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HashFilterTest {

  @Test
  void shouldContainAllAndFewOthers() {
    Random random = new Random(7);
    for (int count : new int[] {1, 3, 64, 65, 1000, 100_000}) {
      int[] hashes = random.ints(count + 5).toArray();
      HashFilter filter = new HashFilter(hashes, count);
      for (int i = 0; i < count; i++) {
        assertThat(filter.mayContain(hashes[i])).isTrue();
      }
      int met = 0;
      for (int i = 0; i < 10_000; i++) {
        met += filter.mayContain(random.nextInt()) ? 1 : 0;
      }
      assertThat(met).as("of %s", count).isLessThan(10_000 / 6);
    }
  }

  @Test
  void shouldContainNothingIfEmpty() {
    HashFilter filter = new HashFilter(new int[4], 0);
    assertThat(filter.mayContain(0)).isFalse();
  }
}
