package io.rekindle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a restart takes a woven class from the cache, and when it weaves it anew. */
class WovenReuseTest {

  private static final String BASE = "class Base { int x; void step() { x++; } }";
  private static final String DERIVED = "class Derived extends Base { int own; Derived() {} }";
  private static final String OWNER = "class Owner { int field; static int shared; }";
  private static final String WRITER =
      "final class Writer { void write(Owner o) { o.field = 1; Owner.shared = 2; } }";

  /** In the constant pools of classes whose constructors have the hook. */
  private static final String HOOK = "io/rekindle/bootstrap/Hooks";

  /** In the constant pools of classes that declare the word. */
  private static final String FINGERPRINT = "$rekindle$fingerprint";

  /** In those of classes that store to static fields of woven ones; this one is final. */
  private static final String STATICS = "$rekindle$touchStatics";

  private static final long BYTES_MAX = 1 << 20;

  @TempDir Path temp;

  private ThreadFactory threads = WovenWriter.AGENT_THREADS;

  private Path app;
  private Path library;
  private int starts;
  private boolean isReused;

  @BeforeEach
  void makeFolders() throws IOException {
    app = Files.createDirectory(temp.resolve("app"));
    library = Files.createDirectory(temp.resolve("library"));
  }

  @Test
  void shouldReuseWovenBytesOnRestart() throws Exception {
    compile(app, BASE, DERIVED, OWNER, WRITER);
    Map<String, byte[]> first = start("Derived", "Base", "Writer", "Owner");
    assertThat(isReused).isFalse();

    Map<String, byte[]> second = start("Derived", "Base", "Writer", "Owner");

    assertThat(isReused).isTrue();
    assertThat(second.keySet()).isEqualTo(first.keySet());
    first.forEach((name, bytes) -> assertThat(second.get(name)).as(name).isEqualTo(bytes));
    assertThat(text(first.get("Derived"))).contains("$rekindle$touch").doesNotContain(HOOK);
  }

  @Test
  void shouldReuseWhenSuperclassChangesInNothingThatMatters() throws Exception {
    compile(app, BASE, DERIVED);
    start("Derived");
    byte[] derived = Files.readAllBytes(app.resolve("Derived.class"));
    compile(app, BASE.replace("x++", "x += 2"), DERIVED);
    assertThat(Files.readAllBytes(app.resolve("Derived.class"))).isEqualTo(derived);

    start("Derived");

    // What is added is the header of the new superclass, once.
    assertThat(start("Derived")).isNotEmpty();
    assertThat(isReused).isTrue();
  }

  @Test
  void shouldHookConstructorsWhenSuperclassGotState() throws Exception {
    compile(app, BASE, DERIVED);
    assertThat(text(start("Derived", "Base").get("Derived"))).doesNotContain(HOOK);
    compile(app, BASE.replace("int x", "@io.rekindle.State int x"), DERIVED);

    assertThat(text(start("Derived", "Base").get("Derived"))).contains(HOOK);

    assertThat(text(start("Derived", "Base").get("Derived"))).contains(HOOK);
    assertThat(isReused).isTrue();
    compile(app, BASE, DERIVED);
    assertThat(text(start("Derived", "Base").get("Derived"))).doesNotContain(HOOK);
  }

  @Test
  void shouldHookConstructorsWhenSuperclassOfSuperclassGotState() throws Exception {
    String top = "class Top { int y; }";
    String base = BASE.replace("Base", "Base extends Top");
    compile(app, top, base, DERIVED);
    start("Derived", "Base", "Top");
    compile(app, top.replace("int y", "@io.rekindle.State int y"), base, DERIVED);

    assertThat(text(start("Derived", "Base", "Top").get("Derived"))).contains(HOOK);
  }

  @Test
  void shouldDeclareWordWhenSuperclassIsNoLongerWoven() throws Exception {
    compile(app, BASE, DERIVED);
    assertThat(text(start("Derived", "Base").get("Derived"))).doesNotContain(FINGERPRINT);
    Files.move(app.resolve("Base.class"), library.resolve("Base.class"));

    assertThat(text(start("Derived", "Base").get("Derived"))).contains(FINGERPRINT);

    Files.move(library.resolve("Base.class"), app.resolve("Base.class"));
    assertThat(text(start("Derived", "Base").get("Derived"))).doesNotContain(FINGERPRINT);
  }

  @Test
  void shouldTouchOnlyOwnersThatAreWoven() throws Exception {
    compile(app, OWNER, WRITER);
    assertThat(text(start("Writer").get("Writer"))).contains(STATICS);
    Files.move(app.resolve("Owner.class"), library.resolve("Owner.class"));

    assertThat(text(start("Writer").get("Writer"))).contains("(LWriter;)V").doesNotContain(STATICS);
  }

  @Test
  void shouldPinSerialVersionWhenInterfaceBecomesSerializable() throws Exception {
    String face = "interface Face {}";
    String user = "class User implements Face { int x; }";
    compile(app, face, user);
    assertThat(text(start("User", "Face").get("User"))).doesNotContain("serialVersionUID");
    compile(app, face.replace("Face", "Face extends java.io.Serializable"), user);

    assertThat(text(start("User", "Face").get("User"))).contains("serialVersionUID");
  }

  @Test
  void shouldWeaveWhereNoThreadCanStoreTheResult() throws Exception {
    compile(app, BASE.replace("int x", "@io.rekindle.State int x"), DERIVED);
    threads = WovenWriterTest::threadThatCannotStart;

    Map<String, byte[]> woven = start("Derived", "Base");

    assertThat(text(woven.get("Derived"))).contains(HOOK);
    assertThat(text(woven.get("Base"))).contains(HOOK);
    assertThat(isReused).isTrue();
  }

  /** Weaves classes as the JVM loads them: each before its superclass. */
  private Map<String, byte[]> start(String... names) throws IOException, InterruptedException {
    Path file = temp.resolve("woven.cache");
    long before = Files.exists(file) ? Files.size(file) : 0;
    WovenCache cache = WovenCache.open(file, BYTES_MAX, threads);
    assertThat(cache).isNotNull();
    WeavingTransformer transformer =
        new WeavingTransformer(
            new WeaveScope(app.toUri().getRawPath(), List.of(), List.of()),
            new StateNames(List.of(), List.of()),
            new BarrierBypasses(),
            cache,
            MainJar.none());
    URL[] path = {app.toUri().toURL(), library.toUri().toURL()};
    Map<String, byte[]> woven = new LinkedHashMap<>();
    try (URLClassLoader loader = new URLClassLoader("start-" + ++starts, path, null)) {
      for (String name : names) {
        boolean isInApp = Files.exists(app.resolve(name + ".class"));
        Path folder = isInApp ? app : library;
        byte[] original = Files.readAllBytes(folder.resolve(name + ".class"));
        woven.put(name, transformer.transform(loader, name, null, domain(folder), original));
      }
    }
    cache.flush();
    isReused = Files.size(file) == before;
    return woven;
  }

  private static ProtectionDomain domain(Path folder) throws IOException {
    return new ProtectionDomain(new CodeSource(folder.toUri().toURL(), (Certificate[]) null), null);
  }

  private void compile(Path folder, String... sources) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--release", "17", "-proc:none", "-d", folder.toString()));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    for (int i = 0; i < sources.length; i++) {
      Path file = Files.createDirectories(temp.resolve("src")).resolve("S" + i + ".java");
      Files.writeString(file, sources[i]);
      arguments.add(file.toString());
    }
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(new String[0]));
    assertThat(code).isZero();
  }

  private static String text(byte[] classFile) {
    return new String(classFile, StandardCharsets.ISO_8859_1);
  }
}
