package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A class with very many live instances: each claims its state on its own. */
class ManyRootsIT {

  private static final int ROOTS = 50_000;

  /** A walk over all of the state for each root would take hours. */
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir Path temp;

  @Test
  void shouldPutEachBackWithItsContainersAndNeighboursWhenThereAreVeryMany() throws IOException {
    String main =
        """
        class Main {
          @Restartable(key = "id")
          static class Session {
            final int id;
            @State final List<String> items = new ArrayList<>();
            @State Session previous;
            Session(int id) { this.id = id; }
          }
          @State static Session newest;
          @Checkpoint static void connect(Session[] sessions) {
            for (int i = 0; i < sessions.length; i++) {
              sessions[i].items.add("item " + i);
              sessions[i].previous = i == 0 ? null : sessions[i - 1];
            }
            newest = sessions[sessions.length - 1];
          }
          public static void main(String[] args) {
            Session[] sessions = new Session[Integer.parseInt(args[0])];
            for (int i = 0; i < sessions.length; i++) sessions[i] = new Session(i);
            if (!Rekindle.isRestart()) connect(sessions);
            int sound = 0;
            for (int i = 0; i < sessions.length; i++) {
              boolean isSound = sessions[i].items.equals(List.of("item " + i))
                  && sessions[i].previous == (i == 0 ? null : sessions[i - 1]);
              if (isSound) sound++;
            }
            System.out.println("sound=" + sound + " newest="
                + (newest == sessions[sessions.length - 1]));
            Runtime.getRuntime().halt(0);
          }
        }
        """;
    Path classes = AppSources.of(main).compileTo(temp.resolve("classes"));
    for (int start = 0; start < 3; start++) {
      try (ChildJvm jvm = AppSources.start(classes, temp.resolve("store"), "", "" + ROOTS)) {
        jvm.awaitExit(LIMIT);
        assertThat(jvm.stdout())
            .as("start=%d %s", start, jvm.describe())
            .containsExactly("sound=" + ROOTS + " newest=true");
      }
    }
  }
}
