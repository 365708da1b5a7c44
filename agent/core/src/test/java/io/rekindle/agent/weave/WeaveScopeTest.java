package io.rekindle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeaveScopeTest {

  private static final String IN_JAR = "/srv/app.jar!/BOOT-INF/classes/";

  /** URLs of schemes that only their loaders know are not opened here. */
  private static final URLStreamHandler NO_HANDLER =
      new URLStreamHandler() {
        @Override
        protected URLConnection openConnection(URL url) throws IOException {
          throw new IOException("not opened: url=" + url);
        }
      };

  private static boolean covers(String mainLocation, String location) throws IOException {
    URL url = new URL(null, location, NO_HANDLER);
    var domain = new ProtectionDomain(new CodeSource(url, (Certificate[]) null), null);
    return new WeaveScope(mainLocation, List.of(), List.of())
        .covers("com/acme/Bank", loader(url + "com/acme/Bank.class"), domain);
  }

  private static ClassLoader loader(String resource) {
    return new ClassLoader(null) {
      @Override
      public URL getResource(String name) {
        try {
          return new URL(null, resource, NO_HANDLER);
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }

      @Override
      public InputStream getResourceAsStream(String name) {
        return null;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jar:file:/srv/app.jar!/BOOT-INF/classes!/",
        "jar:file:/srv/app.jar!/BOOT-INF/classes/",
        "jar:nested:/srv/app.jar/!BOOT-INF/classes/!/"
      })
  void shouldCoverTheClassesInAnExecutableJarHoweverTheirLoaderWritesIt(String location)
      throws IOException {
    assertThat(covers(IN_JAR, location)).isTrue();
    URL resource = new URL(null, location + "com/acme/Bank.class", NO_HANDLER);
    assertThat(
            new WeaveScope(IN_JAR, List.of(), List.of())
                .covers("com/acme/Bank", loader(resource.toString())))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jar:file:/srv/app.jar!/BOOT-INF/lib/library.jar!/",
        "jar:nested:/srv/app.jar/!BOOT-INF/lib/library.jar!/",
        "jar:file:/srv/app.jar!/",
        "file:/srv/app.jar",
        "jar:nested:/srv/other.jar/!BOOT-INF/classes/!/"
      })
  void shouldNotCoverWhatIsBesideTheClassesInAnExecutableJar(String location) throws IOException {
    assertThat(covers(IN_JAR, location)).isFalse();
  }

  @Test
  void shouldCoverAPlainJar() throws IOException {
    assertThat(covers("/srv/my%20app.jar", "file:/srv/my%20app.jar")).isTrue();
    assertThat(covers("/srv/my%20app.jar", "file:/srv/library.jar")).isFalse();
    assertThat(covers("", "file:/srv/library.jar")).isFalse();
  }
}
