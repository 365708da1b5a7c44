package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.guarantees.apps.RefusedApp;
import io.rekindle.testing.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever goes wrong on our side, the application goes on unless an option says otherwise. */
class G5HarmlessIT {

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({"thread, java.lang.Thread", "socket, java.net.Socket", "lambda, RefusedApp$$Lambda"})
  void shouldGoOnAndNamePathOnceWhenObjectIsRefused(String kind, String type) {
    ChildJvm jvm = Apps.run(RefusedApp.class, temp, "", kind, "on");

    assertThat(jvm.awaitExit(Apps.LIMIT)).as(jvm.describe()).isZero();
    assertThat(jvm.stdout()).containsExactly("state accounts=[]", "went on", "end");
    List<String> errors = jvm.stderr().stream().filter(l -> l.contains("UNPROTECTED")).toList();
    assertThat(errors).as(jvm.describe()).hasSize(1);
    assertThat(errors.get(0)).contains("RefusedApp.ACCOUNTS[\"x\"].extra: ").contains(type);
  }

  @Test
  void shouldThrowFromSectionWhenOptionSaysSo() {
    ChildJvm jvm = Apps.run(RefusedApp.class, temp, ",on-unprotected=throw", "socket");

    assertThat(jvm.awaitExit(Apps.LIMIT)).as(jvm.describe()).isZero();
    assertThat(jvm.stdout().get(1)).startsWith("threw ").contains("java.net.Socket");
  }

  @Test
  void shouldHaltWithEnvironmentErrorWhenOptionSaysSo() {
    ChildJvm jvm = Apps.run(RefusedApp.class, temp, ",on-unprotected=halt", "socket");

    assertThat(jvm.awaitExit(Apps.LIMIT)).as(jvm.describe()).isEqualTo(78);
    assertThat(jvm.stdout()).doesNotContain("went on", "end");
    assertThat(String.join("\n", jvm.stderr())).contains("java.net.Socket");
  }
}
