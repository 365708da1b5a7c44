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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import javax.tools.ToolProvider;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Why no commit can be right any more. */
  private final List<String> lost = new ArrayList<>();

  /** What the next attempts to read a class for another one end with. */
  private final Deque<Error> readErrors = new ArrayDeque<>();

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

  @Test
  void shouldWeaveOnceMoreWhenThereWasNoMemory() throws Exception {
    compile(app, BASE.replace("int x", "@io.rekindle.State int x"), DERIVED);
    readErrors.add(new OutOfMemoryError("Java heap space"));

    Map<String, byte[]> woven = start("Derived", "Base");

    assertThat(readErrors).isEmpty();
    assertThat(text(woven.get("Derived"))).contains(HOOK);
    assertThat(lost).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 20})
  void shouldSayWhenTheStateOfAClassIsLostForWantOfMemory(int errors) throws Exception {
    compile(app, BASE.replace("int x", "@io.rekindle.State int x"), DERIVED);
    for (int i = 0; i < errors; i++) {
      readErrors.add(new OutOfMemoryError("Java heap space"));
    }

    byte[] derived = start("Derived").get("Derived");

    assertThat(derived == null || !text(derived).contains(HOOK)).isTrue();
    assertThat(lost)
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("class=Derived, cause=java.lang.OutOfMemoryError: Java heap space");
  }

  @Test
  void shouldCompareWhatHoldsNoStateWhenThereWasNoStackToWeaveIt() throws Exception {
    compile(app, BASE, DERIVED);
    readErrors.add(new StackOverflowError());

    Map<String, byte[]> woven = start("Derived");

    assertThat(text(woven.get("Derived"))).contains("$rekindle$touch").doesNotContain(HOOK);
    assertThat(lost).isEmpty();
  }

  /** A loader whose class files can't always be read. */
  private final class FailingLoader extends URLClassLoader {
    FailingLoader(String name, URL[] path) {
      super(name, path, null);
    }

    @Override
    public URL getResource(String name) {
      Error error = readErrors.poll();
      if (error != null) {
        throw error;
      }
      return super.getResource(name);
    }
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
            MainJar.none(),
            lost::add);
    URL[] path = {app.toUri().toURL(), library.toUri().toURL()};
    Map<String, byte[]> woven = new LinkedHashMap<>();
    try (URLClassLoader loader = new FailingLoader("start-" + ++starts, path)) {
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
