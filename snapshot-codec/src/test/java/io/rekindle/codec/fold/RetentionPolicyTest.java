package io.rekindle.codec.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rekindle.codec.store.NameFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionPolicyTest {
  @TempDir Path path;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "24h              | 0 | 86400000 | 0          | 1d",
        "90m              | 0 | 5400000  | 0          | 90m",
        "45s              | 0 | 45000    | 0          | 45s",
        "2GB              | 0 | 0        | 2147483648 | 2GB",
        "2048MB           | 0 | 0        | 2147483648 | 2GB",
        "snapshots:5      | 5 | 0        | 0          | snapshots:5",
        "2GB,7d,snapshots:2 | 2 | 604800000 | 2147483648 | snapshots:2,7d,2GB",
      })
  void shouldReadWhatUsersWrite(
      String text, int snapshots, long ageMs, long bytes, String canonical) {
    RetentionPolicy policy = RetentionPolicy.parse(text);
    assertThat(policy).isEqualTo(new RetentionPolicy(snapshots, ageMs, bytes));
    assertThat(policy).hasToString(canonical);
    assertThat(RetentionPolicy.parse(canonical)).isEqualTo(policy);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "24",
        "24x",
        "24h,",
        "24h,7d",
        "0s",
        "0MB",
        "snapshots:1",
        "snapshots:0",
        "snapshots",
        "2gb",
        "-1h",
        "snapshots:2,snapshots:3",
        "9999999h"
      })
  void shouldRefuseTheRest(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetentionPolicy.parse(text))
        .withMessageContaining("'" + text + "'")
        .withMessageContaining("snapshots:N");
  }

  @Test
  void shouldKeepWhatWasDecidedInTheFolder() throws Exception {
    NameFolder folder = new NameFolder(path);
    assertThat(RetentionPolicy.read(folder)).isEqualTo(RetentionPolicy.DEFAULT);
    RetentionPolicy policy = RetentionPolicy.parse("snapshots:4,1GB");
    policy.write(folder);
    assertThat(RetentionPolicy.read(folder)).isEqualTo(policy);
    Files.writeString(folder.retention(), "for ever");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetentionPolicy.read(folder))
        .withMessageContaining(folder.retention().toString());
  }
}
