package io.rekindle.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainLocationTest {

  private static final String LAUNCHER = "org.springframework.boot.loader.launch.JarLauncher";
  private static final String OTHER_LAUNCHER =
      "org.springframework.boot.loader.launch.PropertiesLauncher";
  private static final String BOOT = "BOOT-INF/classes/";
  private static final String WAR = "WEB-INF/classes/";

  @TempDir Path temp;

  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectories(temp.resolve("a folder"));
  }

  private static Manifest manifest(String... attributes) {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    for (int i = 0; i < attributes.length; i += 2) {
      main.putValue(attributes[i], attributes[i + 1]);
    }
    return manifest;
  }

  private static Manifest bootManifest() {
    return manifest("Main-Class", LAUNCHER, "Start-Class", "com.acme.Main");
  }

  private Path jar(String name, Manifest manifest, String... entries) throws IOException {
    Path jar = folder.resolve(name);
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (String entry : entries) {
        out.putNextEntry(new JarEntry(entry));
      }
    }
    return jar;
  }

  private static String entry(String className) {
    return className.replace('.', '/') + ".class";
  }

  private static String url(Path path) {
    return path.toUri().getRawPath();
  }

  private static String find(String command, Path classPath) throws IOException {
    try (var loader = new URLClassLoader(new URL[] {classPath.toUri().toURL()}, null)) {
      return MainLocation.find(command, classPath.toString(), loader);
    }
  }

  @Test
  void shouldFindAPlainJarWithSpacesInItsPath() throws IOException {
    Path jar = jar("my app.jar", manifest("Main-Class", "com.acme.Main"), entry("com.acme.Main"));
    assertThat(find(jar + " first second", jar)).isEqualTo(url(jar)).contains("my%20app.jar");
    assertThat(find(jar.toString(), jar)).isEqualTo(url(jar));
    assertThat(find("com.acme.Main first second", jar)).isEqualTo(url(jar));
  }

  @Test
  void shouldFindTheClassesOfAnExecutableJar() throws IOException {
    Path jar = jar("app.jar", bootManifest(), entry(LAUNCHER), BOOT + entry("com.acme.Main"));
    assertThat(find(jar + " --server.port=1", jar)).isEqualTo(url(jar) + "!/" + BOOT);
  }

  @Test
  void shouldFindTheClassesWhenALauncherIsTheMainClass() throws IOException {
    Path jar =
        jar(
            "app.jar",
            bootManifest(),
            entry(LAUNCHER),
            entry(OTHER_LAUNCHER),
            BOOT + entry("com.acme.Main"));
    assertThat(find(LAUNCHER, jar)).isEqualTo(url(jar) + "!/" + BOOT);
    assertThat(find(OTHER_LAUNCHER + " x", jar)).isEqualTo(url(jar) + "!/" + BOOT);
  }

  @Test
  void shouldFindTheClassesOfAnExecutableWar() throws IOException {
    Path silent = jar("silent.war", bootManifest(), entry(LAUNCHER), WAR + entry("com.acme.Main"));
    assertThat(find(silent + " x", silent)).isEqualTo(url(silent) + "!/" + WAR);
    Path told =
        jar(
            "told.war",
            manifest(
                "Main-Class", LAUNCHER, "Start-Class", "com.acme.Main", "Spring-Boot-Classes", WAR),
            entry(LAUNCHER),
            WAR + entry("com.acme.Main"));
    assertThat(find(told.toString(), told)).isEqualTo(url(told) + "!/" + WAR);
    assertThat(find(LAUNCHER, told)).isEqualTo(url(told) + "!/" + WAR);
  }

  @Test
  void shouldFindTheClassesOfAnUnpackedJar() throws IOException {
    Files.createDirectories(folder.resolve("META-INF"));
    try (var out = Files.newOutputStream(folder.resolve("META-INF/MANIFEST.MF"))) {
      bootManifest().write(out);
    }
    Files.createDirectories(folder.resolve(BOOT));
    Path launcher = folder.resolve(entry(LAUNCHER));
    Files.createDirectories(launcher.getParent());
    Files.createFile(launcher);
    assertThat(find(LAUNCHER, folder)).isEqualTo(url(folder) + BOOT);
  }

  @Test
  void shouldTakeTheJarItselfWhenItsClassesAreNotInAFolder() throws IOException {
    Path jar = jar("thin.jar", bootManifest(), entry(LAUNCHER), entry("com.acme.Main"), "lib/");
    assertThat(find(jar.toString(), jar)).isEqualTo(url(jar));
    Path boot = jar("boot.jar", bootManifest(), entry("com.acme.Tool"), BOOT + "x.class");
    assertThat(find("com.acme.Tool", boot)).as("no launcher").isEqualTo(url(boot));
  }

  @Test
  void shouldFindFoldersAndModules() throws IOException {
    Path main = folder.resolve(entry("com.acme.Main"));
    Files.createDirectories(main.getParent());
    try (InputStream in = getClass().getResourceAsStream("MainLocationTest.class")) {
      Files.copy(in, main);
    }
    assertThat(find("com.acme.Main a b", folder)).isEqualTo(url(folder));
    assertThat(find("acme.app/com.acme.Main a", folder)).isEqualTo(url(folder));
  }

  @Test
  void shouldTellNothingWhenThereIsNoSuchClass() throws IOException {
    assertThat(find("com.acme.Missing", folder)).isEmpty();
    assertThat(MainLocation.find(null, "")).isEmpty();
    assertThat(MainLocation.find("", "")).isEmpty();
  }
}
