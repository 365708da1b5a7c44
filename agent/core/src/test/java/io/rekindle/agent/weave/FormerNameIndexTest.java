package io.rekindle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.agent.weave.fixtures.Point;
import io.rekindle.agent.weave.fixtures.Renamed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormerNameIndexTest {

  private static final String RENAMED = Renamed.class.getName();

  @TempDir Path temp;

  @Test
  void shouldReadNamesOfClassesInFolder() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("with space/com/acme"));
    Files.write(folder.resolve("Renamed.class"), bytes(Renamed.class));
    Files.write(folder.resolve("Part.class"), bytes(Renamed.Part.class));
    Files.write(folder.resolve("Broken.class"), "Lio/rekindle/FormerName;".getBytes("US-ASCII"));

    var index = new FormerNameIndex(url(temp.resolve("with space")), "", false);

    assertThat(index.claimants("com.acme.First")).containsExactly(RENAMED);
    assertThat(index.claimants("com.acme.Second")).containsExactly(RENAMED);
    assertThat(index.claimants("com.acme.First$Part")).containsExactly(RENAMED + "$Part");
    assertThat(index.claimants("fieldName")).isEmpty();
  }

  @Test
  void shouldReadOneFolderOfJarOnly() throws IOException {
    Path jar = temp.resolve("app.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      put(out, "BOOT-INF/classes/Renamed.class", bytes(Renamed.class));
      put(out, "BOOT-INF/classes/Point.class", bytes(Point.class));
      put(out, "Part.class", bytes(Renamed.Part.class));
    }
    var inFolder = new FormerNameIndex(url(jar) + "!/BOOT-INF/classes/", "", false);
    var all = new FormerNameIndex(url(jar), "", false);

    assertThat(inFolder.claimants("com.acme.First")).containsExactly(RENAMED);
    assertThat(inFolder.claimants("com.acme.First$Part")).isEmpty();
    assertThat(all.claimants("com.acme.First$Part")).containsExactly(RENAMED + "$Part");
  }

  @Test
  void shouldReadWholeClassPathAndNestedJarsWhenAsked() throws IOException {
    Path jar = temp.resolve("app.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      put(out, "BOOT-INF/lib/library.jar", jarOf("Renamed.class", bytes(Renamed.class)));
    }
    Path other = temp.resolve("other.jar");
    Files.write(other, jarOf("Part.class", bytes(Renamed.Part.class)));
    String classPath = jar + java.io.File.pathSeparator + other;

    var everywhere = new FormerNameIndex(url(jar), classPath, true);
    var mainOnly = new FormerNameIndex(url(jar), classPath, false);

    assertThat(everywhere.claimants("com.acme.First")).containsExactly(RENAMED);
    assertThat(everywhere.claimants("com.acme.First$Part")).containsExactly(RENAMED + "$Part");
    assertThat(mainOnly.claimants("com.acme.First")).isEmpty();
    assertThat(mainOnly.claimants("com.acme.First$Part")).isEmpty();
  }

  private static String url(Path path) {
    return path.toUri().getRawPath();
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    String resource = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getResourceAsStream(resource)) {
      return in.readAllBytes();
    }
  }

  private static byte[] jarOf(String name, byte[] bytes) throws IOException {
    var jar = new ByteArrayOutputStream();
    try (var out = new JarOutputStream(jar)) {
      put(out, name, bytes);
    }
    return jar.toByteArray();
  }

  private static void put(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
  }
}
