package io.rekindle.loader.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupTest {
  private static final Duration HANG = Duration.ofSeconds(60);

  @TempDir private Path temporary;

  @Test
  void shouldLetGoOfTheLockWhenItsMembersCanNotBeRead() throws Exception {
    Store store = Store.at(temporary.resolve("store"));
    Store.createPrivate(store.folder());
    Group group = Group.named(store, "tills", line -> {});
    Group.Choice unreadable =
        roster -> {
          throw LoaderException.environment("can't read the store");
        };

    assertThatThrownBy(() -> group.begin(() -> false, unreadable))
        .isInstanceOf(LoaderException.class);

    try (GroupRestart restart = assertTimeoutPreemptively(HANG, group::ofAll)) {
      assertThat(restart.affected()).isEqualTo(List.of());
    }
  }
}
