package io.rekindle.agent.weave;

import io.rekindle.agent.log.Log;
import io.rekindle.agent.restore.FormerNames;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * The former names in the class files beside the main class, whose classes need not be loaded yet.
 * With an option {@code include} the whole class path is looked through, jars inside the main jar
 * too. Reads all those class files at the first question and none before: only a restart that meets
 * an unknown class asks. Thread-safe.
 */
public final class FormerNameIndex implements FormerNames {

  private static final Log LOG = Log.of(FormerNameIndex.class);

  private static final String ANNOTATION = "Lio/rekindle/FormerName;";
  private static final byte[] ANNOTATION_BYTES = ANNOTATION.getBytes(StandardCharsets.US_ASCII);

  /** Reads all of an input, since no class file that a JVM accepts is larger. */
  private static final int CLASS_BYTES_MAX = 64 << 20;

  private final String mainLocation;
  private final String classPath;
  private final boolean everywhere;
  private Map<String, Set<String>> byFormerName;

  /**
   * An index that is not read yet.
   *
   * @param mainLocation as for {@link WeaveScope}: a URL-encoded path of a folder or a jar, for the
   *     latter perhaps {@code !/} and a folder inside; empty if unknown
   * @param classPath {@code java.class.path}
   * @param everywhere whether all of the class path counts
   */
  public FormerNameIndex(String mainLocation, String classPath, boolean everywhere) {
    this.mainLocation = mainLocation;
    this.classPath = classPath;
    this.everywhere = everywhere;
  }

  @Override
  public synchronized List<String> claimants(String formerName) {
    if (byFormerName == null) {
      long startNs = System.nanoTime();
      byFormerName = new TreeMap<>();
      readAll();
      LOG.info(
          "former names: count={} location={} elapsedMs={}",
          byFormerName.size(),
          mainLocation,
          (System.nanoTime() - startNs) / 1_000_000);
    }
    return List.copyOf(byFormerName.getOrDefault(formerName, Set.of()));
  }

  private void readAll() {
    if (!mainLocation.isEmpty()) {
      int bang = mainLocation.indexOf("!/");
      String outer = bang < 0 ? mainLocation : mainLocation.substring(0, bang);
      String folder = bang < 0 ? "" : mainLocation.substring(bang + 2);
      read(Path.of(URI.create("file:" + outer)), folder);
    }
    if (everywhere) {
      for (String entry : classPath.split(File.pathSeparator)) {
        if (!entry.isEmpty()) {
          read(Path.of(entry), "");
        }
      }
    }
  }

  private void read(Path location, String folder) {
    try {
      if (Files.isDirectory(location)) {
        readFolder(location);
      } else if (Files.isRegularFile(location)) {
        readJar(location, folder);
      }
    } catch (IOException e) {
      LOG.warn("no former names are read from a part of the class path: {}, {}", location, e);
    }
  }

  private void readFolder(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (file.toString().endsWith(".class")) {
              readClass(Files.readAllBytes(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void readJar(Path jar, String folder) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> entries = new ArrayList<>(zip.stream().toList());
      for (ZipEntry entry : entries) {
        boolean isInFolder = entry.getName().startsWith(folder);
        if (isInFolder && isClass(entry)) {
          try (InputStream in = zip.getInputStream(entry)) {
            readClass(in.readNBytes(CLASS_BYTES_MAX));
          }
        } else if (everywhere && entry.getName().endsWith(".jar")) {
          try (InputStream in = zip.getInputStream(entry)) {
            readNestedJar(new ZipInputStream(in));
          }
        }
      }
    }
  }

  private void readNestedJar(ZipInputStream zip) throws IOException {
    ZipEntry entry = zip.getNextEntry();
    while (entry != null) {
      if (isClass(entry)) {
        readClass(zip.readNBytes(CLASS_BYTES_MAX));
      }
      entry = zip.getNextEntry();
    }
  }

  private static boolean isClass(ZipEntry entry) {
    return entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/");
  }

  private void readClass(byte[] file) {
    if (!mentionsAnnotation(file)) {
      return;
    }
    try {
      ClassReader reader = new ClassReader(file);
      reader.accept(
          new Collector(reader.getClassName().replace('/', '.')),
          ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    } catch (RuntimeException e) {
      LOG.info("class file is not read for former names", e);
    }
  }

  /** Most classes do not, and looking is much cheaper than parsing. */
  private static boolean mentionsAnnotation(byte[] file) {
    int last = file.length - ANNOTATION_BYTES.length;
    for (int i = 0; i <= last; i++) {
      int matched = 0;
      while (matched < ANNOTATION_BYTES.length && file[i + matched] == ANNOTATION_BYTES[matched]) {
        matched++;
      }
      if (matched == ANNOTATION_BYTES.length) {
        return true;
      }
    }
    return false;
  }

  /** Collects the names that one class gives itself; those of its fields are of no interest. */
  private final class Collector extends ClassVisitor {
    private final String className;

    Collector(String className) {
      super(Opcodes.ASM9);
      this.className = className;
    }

    @Override
    public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
      if (!annotation.equals(ANNOTATION)) {
        return null;
      }
      return new AnnotationVisitor(Opcodes.ASM9) {
        @Override
        public AnnotationVisitor visitArray(String name) {
          return this;
        }

        @Override
        public void visit(String name, Object value) {
          byFormerName.computeIfAbsent(String.valueOf(value), n -> new TreeSet<>()).add(className);
        }
      };
    }
  }
}
