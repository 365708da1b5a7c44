package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.guarantees.apps.NestedApp;
import io.rekindle.guarantees.apps.ZooApp;
import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of each kind of object comes back as it was, a list of a million links included. */
class G3FaithfulIT {

  @TempDir Path temp;

  @Test
  void shouldBringBackEachKindOfObjectWhenKilled() throws IOException {
    String built = describe("built");
    assertThat(built).contains("long 1000000 ").contains("self truetrue");
    assertThat(describe("restored").split("; ")).containsExactly(built.split("; "));
  }

  @Test
  void shouldRestoreOnceWhenClassesWithStateInitializeEachOther() throws IOException {
    Path store = temp.resolve("store");
    for (int run = 1; run <= 4; run++) {
      try (ChildJvm jvm = Apps.of(NestedApp.class, store, "").start()) {
        assertThat(jvm.awaitLine("orders="))
            .isEqualTo(
                "orders=%d made=%d late=%d same=true first=order-0".formatted(run, run, run));
        assertThat(jvm.awaitExit(Apps.LIMIT)).isEqualTo(9);
      }
    }
  }

  private String describe(String name) throws IOException {
    Path file = temp.resolve(name);
    Path store = temp.resolve("store");
    try (ChildJvm jvm = Apps.of(ZooApp.class, store, "", file.toString()).start()) {
      jvm.awaitLine("state described");
      assertThat(jvm.stderr().stream().filter(line -> line.contains("UNPROTECTED"))).isEmpty();
    }
    return Files.readString(file);
  }
}
