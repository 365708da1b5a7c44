package io.rekindle.loader.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.loader.store.HealthSettings;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.Membership;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.OnGroupEnd;
import io.rekindle.loader.store.RestartSettings;
import io.rekindle.loader.store.Strategy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RosterTest {
  /** Registered in the order c, b, a; b spawned x, which spawned y. */
  private final Roster roster =
      new Roster(
          List.of(
              member("a", 3, ""),
              member("b", 2, ""),
              member("c", 1, ""),
              member("x", 4, "b"),
              member("y", 5, "x")));

  private static Member member(String name, int number, String parent) {
    Membership membership =
        new Membership("tills", Strategy.ONE_FOR_ALL, OnGroupEnd.KEEP, number, parent, true, "");
    return new Member(
        new NameFolder(name, Path.of("/s", name)),
        new LaunchRecord(
            name,
            membership,
            List.of("java"),
            Map.of(),
            Path.of("/"),
            null,
            List.of(),
            Map.of(),
            "",
            RestartSettings.DEFAULT,
            HealthSettings.DEFAULT,
            0));
  }

  @ParameterizedTest
  @CsvSource({
    "ONE_FOR_ALL,  b, c a x y",
    "ONE_FOR_ALL,  x, c b a y",
    "REST_FOR_ONE, c, b a x y",
    "REST_FOR_ONE, b, a x y",
    "REST_FOR_ONE, a, x y",
    "ONE_FOR_ONE,  b, x y",
    "ONE_FOR_ONE,  a, ''",
    "ONE_FOR_ONE,  y, ''",
  })
  void shouldAffectWhomTheStrategySaysInTheOrderOfRegistration(
      Strategy strategy, String crashed, String affected) {
    Member member = roster.member(crashed).orElseThrow();

    assertThat(roster.affectedBy(member, strategy).stream().map(Member::name))
        .containsExactly(affected.isEmpty() ? new String[0] : affected.split(" "));
  }

  @Test
  void shouldNumberTheNextOneAfterAllOthers() {
    assertThat(roster.nextNumber()).isEqualTo(6);
    assertThat(new Roster(List.of()).nextNumber()).isEqualTo(1);
  }
}
