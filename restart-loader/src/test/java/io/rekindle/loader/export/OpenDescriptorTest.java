package io.rekindle.loader.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenDescriptorTest {
  @Test
  void shouldReadHowItWasOpened() {
    OpenDescriptor file = OpenDescriptor.parse("pos:\t12\nflags:\t0100001\nmnt_id:\t29\nino:\t5\n");
    assertThat(file.position()).isEqualTo(12);
    assertThat(file.isWritable()).isTrue();
    assertThat(file.isAppending()).isFalse();

    assertThat(OpenDescriptor.parse("pos:\t0\nflags:\t02102002\n").isAppending()).isTrue();
    assertThat(OpenDescriptor.parse("pos:\t0\nflags:\t0100000\n").isWritable()).isFalse();
    assertThat(OpenDescriptor.parse("pos:\t0\nflags:\t02\n").isWritable()).isTrue();
  }

  @Test
  void shouldTakeWhatItCanNotFindOutForWritable() {
    assertThat(OpenDescriptor.of(Integer.MAX_VALUE)).isEqualTo(OpenDescriptor.parse(""));
    assertThat(OpenDescriptor.parse("").isWritable()).isTrue();
  }
}
