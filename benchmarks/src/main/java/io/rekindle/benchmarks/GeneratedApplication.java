package io.rekindle.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * An application of many small classes, made for the occasion: generated as Java, compiled, and
 * packed into a jar. Its classes extend each other in short chains, hold each other, and write each
 * other's fields. {@code main} makes one object of each, and appends one line to the file that its
 * only argument names: when it came to its end, how often it was started with its state kept, and a
 * sum over all objects.
 */
final class GeneratedApplication {

  /** The main class; the other classes are in packages below its own. */
  static final String MAIN = "generated.Main";

  /** More would say nothing else, and take the compiler minutes. */
  static final int CLASS_COUNT_MAX = 20_000;

  private static final int PACKAGE_CLASSES = 100;
  private static final int CHAIN_CLASSES = 5;

  private static final String MEMBER =
      """
      package generated.p%1$d;
      public class C%2$d %3$s {
        private static final int SCALE = %2$d;
        public int weight = SCALE;
        protected String label = "c%2$d";
        public C%4$d partner;
        private long[] history;
        public void befriend(C%4$d other) {
          partner = other;
          other.weight += weight %% 7;
          history = new long[] {weight, label.length()};
        }
        public long weigh() {
          long sum = SCALE;
          for (long entry : history) {
            sum += entry;
          }
          return partner == null ? sum : sum + partner.weight;
        }
      }
      """;

  private static final String ALL_OF_PACKAGE =
      """
      package generated.p%1$d;
      public final class All {
        private All() {}
        public static long make() {
          long sum = 0;
      %2$s    return sum;
        }
      }
      """;

  private static final String MAKE_ONE =
      """
          C%1$d c%1$d = new C%1$d();
          c%1$d.befriend(new C%2$d());
          sum += c%1$d.weigh();
      """;

  private static final String MAIN_SOURCE =
      """
      package generated;
      import java.nio.file.Files;
      import java.nio.file.Path;
      import java.nio.file.StandardOpenOption;
      public final class Main {
        @io.rekindle.State private static int starts;
        private Main() {}
        @io.rekindle.Checkpoint
        private static void begin() {
          starts++;
        }
        public static void main(String[] args) throws Exception {
          begin();
          long sum = 0;
      %s    long endAtNs = System.nanoTime();
          Files.writeString(
              Path.of(args[0]),
              "endAtNs=" + endAtNs + " starts=" + starts + " sum=" + sum + "\\n",
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
        }
      }
      """;

  private GeneratedApplication() {}

  /**
   * Makes the jar of an application with {@code classCount} classes beside the main class and one
   * for each package.
   *
   * @param directory where the jar and what leads to it are put
   * @throws MeasurementException if there is no compiler, or too many classes are asked for
   */
  static Path make(Path directory, int classCount) throws IOException {
    if (classCount > CLASS_COUNT_MAX) {
      throw new MeasurementException(
          "too many classes: asked=" + classCount + ", most=" + CLASS_COUNT_MAX);
    }
    Path classes = Files.createDirectories(directory.resolve("classes"));
    compile(sources(classCount), classes);
    return pack(classes, directory.resolve("generated.jar"));
  }

  private static List<JavaFileObject> sources(int classCount) {
    List<JavaFileObject> sources = new ArrayList<>();
    StringBuilder calls = new StringBuilder();
    for (int first = 0; first < classCount; first += PACKAGE_CLASSES) {
      int number = first / PACKAGE_CLASSES;
      int end = Math.min(classCount, first + PACKAGE_CLASSES);
      StringBuilder makes = new StringBuilder();
      for (int i = first; i < end; i++) {
        int partner = i + 1 < end ? i + 1 : first;
        String member = MEMBER.formatted(number, i, parent(i), partner);
        sources.add(new Source("generated/p" + number + "/C" + i, member));
        makes.append(MAKE_ONE.formatted(i, partner));
      }
      String all = ALL_OF_PACKAGE.formatted(number, makes);
      sources.add(new Source("generated/p" + number + "/All", all));
      calls.append("    sum += generated.p").append(number).append(".All.make();\n");
    }
    sources.add(new Source("generated/Main", MAIN_SOURCE.formatted(calls)));
    return sources;
  }

  /** Every chain begins anew in each package, as a package is a multiple of it. */
  private static String parent(int index) {
    if (index % CHAIN_CLASSES != 0) {
      return "extends C" + (index - 1);
    }
    return index % (2 * CHAIN_CLASSES) == 0 ? "implements java.io.Serializable" : "";
  }

  private static void compile(List<JavaFileObject> sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new MeasurementException("no compiler: run the driver with a JDK, not with a JRE");
    }
    List<String> options =
        List.of(
            "--release",
            "17",
            "-proc:none",
            "-nowarn",
            "-classpath",
            Location.classPath(),
            "-d",
            classes.toString());
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      if (!compiler.getTask(messages, files, null, options, null, sources).call()) {
        throw new MeasurementException("generated classes do not compile: " + messages);
      }
    }
  }

  private static Path pack(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> walk = Files.walk(classes)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        entries.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
    return jar;
  }

  /** A source that is only in memory. */
  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String path, String text) {
      super(URI.create("source:///" + path + Kind.SOURCE.extension), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
