package io.rekindle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weaves whole libraries and has the JVM verify every class. */
class WeaveEverythingTest {

  @ParameterizedTest
  @CsvSource({
    "org.assertj.core, org.assertj.core.api.Assertions",
    "com.esotericsoftware, com.esotericsoftware.kryo.Kryo",
    "net.bytebuddy, net.bytebuddy.ByteBuddy"
  })
  void shouldPassVerificationWhenWoven(String wovenPackage, String member) throws Exception {
    WeavingLoader loader = new WeavingLoader(wovenPackage, "", "");
    List<String> failures = new ArrayList<>();
    int verified = 0;
    for (String name : classesBeside(member)) {
      if (!name.startsWith(wovenPackage + ".")) {
        continue;
      }
      try {
        // The JVM links, and so verifies, a class before it tells its methods.
        loader.loadClass(name).getDeclaredMethods();
        verified++;
      } catch (VerifyError | ClassFormatError e) {
        failures.add(name + ": " + e);
      } catch (NoClassDefFoundError | ClassNotFoundException e) {
        // An optional dependency of the library is not here.
        continue;
      }
    }

    assertThat(failures).isEmpty();
    assertThat(verified).isGreaterThan(200);
  }

  private static List<String> classesBeside(String member) throws Exception {
    File jar =
        new File(
            Class.forName(member, false, WeaveEverythingTest.class.getClassLoader())
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    List<String> names = new ArrayList<>();
    try (JarFile file = new JarFile(jar)) {
      Enumeration<JarEntry> entries = file.entries();
      while (entries.hasMoreElements()) {
        String name = entries.nextElement().getName();
        if (name.endsWith(".class") && !name.startsWith("META-INF") && !name.contains("-info")) {
          names.add(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
        }
      }
    }
    return names;
  }
}
