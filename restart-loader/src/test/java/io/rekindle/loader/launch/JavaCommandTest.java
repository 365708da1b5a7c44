package io.rekindle.loader.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rekindle.loader.LoaderException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaCommandTest {
  @ParameterizedTest
  @CsvSource({
    "java -jar a.jar -cp x,                         true,  '',   a.jar",
    "/usr/bin/java -cp x:y Main -jar b.jar,         true,  x:y,  ''",
    "java --class-path=z -Xmx1g Main,               true,  z,    ''",
    "java --add-opens java.base/java.io=ALL-UNNAMED -jar a.jar, true, '', a.jar",
    "java -Da=-jar @args -m mod/Main -jar c.jar,    true,  '',   ''",
    "./start.sh -jar a.jar,                         false, '',   ''",
  })
  void shouldFindClassPathAndJar(String line, boolean isJava, String classPath, String jar) {
    assertThat(JavaCommand.parse(List.of(line.split(" "))))
        .isEqualTo(new JavaCommand(isJava, classPath, jar));
  }

  @Test
  void shouldRefuseTheAgentInTheCommandLine() {
    assertThatThrownBy(
            () -> JavaCommand.parse(List.of("java", "-javaagent:rekindle-agent.jar", "-jar", "a")))
        .isInstanceOf(LoaderException.class)
        .hasMessageContaining("--agent");
  }
}
