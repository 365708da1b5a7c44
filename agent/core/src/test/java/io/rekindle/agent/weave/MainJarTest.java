package io.rekindle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainJarTest {

  @TempDir Path temp;

  private Path jar;
  private Path library;
  private URLClassLoader loader;

  @BeforeEach
  void pack() throws IOException {
    jar = pack("with space.jar", "com/acme/Main");
    library = pack("library.jar", "com/acme/Main", "com/acme/Base");
    URL[] path = {jar.toUri().toURL(), library.toUri().toURL()};
    loader = new URLClassLoader(path, null);
  }

  @AfterEach
  void close() throws IOException {
    loader.close();
  }

  private Path pack(String name, String... classes) throws IOException {
    Path file = temp.toRealPath().resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream packed = new JarOutputStream(out)) {
      for (String type : classes) {
        packed.putNextEntry(new JarEntry(type + ".class"));
        packed.write(type.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return file;
  }

  private MainJar mainJar() {
    return MainJar.of(jar + java.io.File.pathSeparator + library, loader);
  }

  @Test
  void shouldBringOnlyWhatIsInIt() {
    assertThat(mainJar().brings("com/acme/Main")).isTrue();
    assertThat(mainJar().brings("com/acme/Base")).isFalse();
    assertThat(mainJar().brings("com/acme/Nowhere")).isFalse();
  }

  /** The loader of the test knows nothing of the jar: only its directory can tell. */
  @Test
  void shouldTrustItsDirectoryInPackagesThatItsClassesWereDefinedIn() {
    ClassLoader application = ClassLoader.getSystemClassLoader();
    MainJar fresh = MainJar.of(jar.toString(), application);
    assertThat(fresh.brings("com/acme/Main")).isFalse();

    MainJar other = MainJar.of(jar.toString(), application);
    other.noteDefined("com/acme/Other", application, library.toUri().toString());
    other.noteDefined("com/acme/Other", loader, codeSource());
    other.noteDefined("com/acme/below/Other", application, codeSource());
    assertThat(other.brings("com/acme/Main")).isFalse();

    MainJar known = MainJar.of(jar.toString(), application);
    known.noteDefined("com/acme/Other", application, codeSource());
    assertThat(known.brings("com/acme/Main")).isTrue();
    assertThat(known.brings("com/acme/Base")).isFalse();
    assertThat(known.location("com/acme/Main")).contains("with%20space.jar!/com/acme/Main.class");
  }

  /** The loader of the test finds nothing in either: it is the one that has to be asked. */
  @Test
  void shouldNotTrustTheDirectoryOfAJarThatTookItsPlace() throws IOException {
    ClassLoader application = ClassLoader.getSystemClassLoader();
    MainJar replaced = MainJar.of(jar.toString(), application);
    replaced.noteDefined("com/acme/Other", application, codeSource());
    Files.move(library, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThat(replaced.brings("com/acme/Base")).isFalse();
    assertThat(replaced.brings("com/acme/Main")).isFalse();
  }

  /** As the class path's own loader tells it. */
  private String codeSource() {
    return jar.toUri().toString().replace("file:///", "file:/");
  }

  @Test
  void shouldBeTheSameAsLongAsNobodyWritesIt() {
    assertThat(mainJar().identityFor(loader))
        .isNotEqualTo(MainJar.NONE)
        .isEqualTo(mainJar().identityFor(loader));
  }

  @Test
  void shouldBeAnotherOneAfterARewriteThatKeepsSizeAndTime() throws IOException {
    long before = mainJar().identityFor(loader);
    FileTime modified = Files.getLastModifiedTime(jar);
    byte[] bytes = Files.readAllBytes(jar);

    Path other = Files.write(temp.resolve("other.jar"), bytes);
    Files.setLastModifiedTime(other, modified);
    Files.move(other, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThat(Files.getLastModifiedTime(jar)).isEqualTo(modified);
    assertThat(mainJar().identityFor(loader)).isNotEqualTo(before);
  }

  @Test
  void shouldHaveNoIdentityForOtherLoadersAndFolders() {
    assertThat(mainJar().identityFor(ClassLoader.getPlatformClassLoader())).isEqualTo(MainJar.NONE);
    assertThat(MainJar.of(temp.toString(), loader).identityFor(loader)).isEqualTo(MainJar.NONE);
    assertThat(MainJar.of("", loader).identityFor(loader)).isEqualTo(MainJar.NONE);
    assertThat(MainJar.none().identityFor(loader)).isEqualTo(MainJar.NONE);
  }
}
