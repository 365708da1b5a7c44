package io.rekindle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeaveScopeLoadersTest {

  private static final String MAIN = "/srv/app/main.jar";
  private static final String NAME = "com/acme/Order";

  private final WeaveScope scope =
      new WeaveScope(MAIN, List.of("com.library.**"), List.of("com.acme.plain"));

  /** A loader that finds each class in one jar, and counts how often it is asked. */
  private static final class JarLoader extends ClassLoader {

    private final String jar;
    private final List<String> asked = new ArrayList<>();

    JarLoader(String jar) {
      super(null);
      this.jar = jar;
    }

    @Override
    public URL getResource(String name) {
      asked.add(name);
      try {
        return new URL("jar:file:" + jar + "!/" + name);
      } catch (MalformedURLException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void shouldAnswerForEachLoaderWhenNamesAreEqual() {
    JarLoader main = new JarLoader(MAIN);
    JarLoader plugin = new JarLoader("/srv/app/plugin.jar");

    assertThat(scope.covers(NAME, main)).isTrue();
    assertThat(scope.covers(NAME, plugin)).isFalse();
    assertThat(scope.covers(NAME, main)).isTrue();
    assertThat(main.asked).hasSize(1);
  }

  @Test
  void shouldNotAskLoaderWhenClassWasSeen() throws MalformedURLException {
    JarLoader loader = new JarLoader("/elsewhere.jar");
    URL location = Path.of(MAIN).toUri().toURL();
    ProtectionDomain domain =
        new ProtectionDomain(new CodeSource(location, (Certificate[]) null), null);

    assertThat(scope.covers(NAME, loader, domain)).isTrue();
    assertThat(scope.covers(NAME, loader)).isTrue();
    assertThat(loader.asked).isEmpty();
  }

  @Test
  void shouldFollowPatternsBeforeLocations() {
    JarLoader main = new JarLoader(MAIN);
    JarLoader other = new JarLoader("/elsewhere.jar");

    assertThat(scope.covers("com/acme/plain/Order", main)).isFalse();
    assertThat(scope.covers("com/library/Item", other)).isTrue();
    assertThat(scope.covers("java/util/List", main)).isFalse();
    assertThat(scope.covers("com/library/Item", null)).isFalse();
  }
}
