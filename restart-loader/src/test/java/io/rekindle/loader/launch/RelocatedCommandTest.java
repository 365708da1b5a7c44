package io.rekindle.loader.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.relocate.Relocation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which parts of a command line move with their folders. */
class RelocatedCommandTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // rules      | command                               | relocated
        "/srv=/new    | java -cp /srv/a:/opt/b:lib/* Main /srv/x | java -cp /new/a:/opt/b:lib/* Main /srv/x",
        "/srv=/new    | java -jar bank.jar /srv/x             | java -jar bank.jar /srv/x",
        "/srv=/new    | java -jar /srv/bank/bank.jar -cp /srv | java -jar /new/bank/bank.jar -cp /srv",
        "/opt=/new    | java -cp /srv/bank:/opt/b Main        | java -cp /srv/bank:/new/b Main",
        "/srv/bank/lib=/new | java -cp lib/a.jar Main         | java -cp /new/a.jar Main",
        "/srv/bank=/new,/srv=/no | java -cp ../other.jar Main | java -cp /no/other.jar Main",
        "/srv=/new    | java --class-path=/srv/a -Dx=/srv Main | java --class-path=/new/a -Dx=/srv Main",
        "/srv=/new    | java -p /srv/m -m a/Main /srv         | java -p /new/m -m a/Main /srv",
        "/srv=/new    | java -javaagent:/srv/a.jar=/srv -ea Main | java -javaagent:/new/a.jar=/srv -ea Main",
        "/srv=/new    | /srv/jdk/bin/java -cp : Main          | /new/jdk/bin/java -cp : Main",
        "/srv=/new    | ./start.sh /srv                       | ./start.sh /srv",
      })
  void shouldRelocateWhatTheJvmReads(String rules, String command, String relocated) {
    Relocation relocation = Relocation.of(List.of(rules.split(",")));

    List<String> result =
        new RelocatedCommand(relocation, Path.of("/srv/bank"))
            .of(List.of(command.split(" ")), command.contains("java"));

    assertThat(String.join(" ", result)).isEqualTo(relocated);
  }
}
