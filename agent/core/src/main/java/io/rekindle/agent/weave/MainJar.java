package io.rekindle.agent.weave;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipFile;

/**
 * The first entry of the class path, if it is a jar. As long as it is the same file, each class
 * that came from it still does, and is what it was: no other entry goes before it. That saves a
 * restart reading the superclasses of classes that it takes from the cache. Thread-safe.
 */
public final class MainJar {

  /** The identity where there is none. */
  static final long NONE = 0;

  private static final String APPLICATION_LOADER =
      "jdk.internal.loader.ClassLoaders$AppClassLoader";

  private final ClassLoader loader;
  private final String prefix;
  private final long identity;
  private final Map<String, Boolean> brought = new ConcurrentHashMap<>();

  /** The same as the source of the code of its classes. */
  private final String source;

  /** Those that classes of the jar were defined in. */
  private final Set<String> packages = Collections.newSetFromMap(new ConcurrentHashMap<>());

  /**
   * Whether an entry of the jar is what the loader finds, but for packages of modules; null if
   * nobody asked yet.
   */
  private volatile Boolean isAskedFirst;

  private final File file;

  /** Open once it was asked for, for the life of the JVM; the loader's own shares its table. */
  private ZipFile entries;

  private boolean isReplaced;

  private MainJar(ClassLoader loader, File file, String prefix, long identity) {
    this.loader = loader;
    this.file = file;
    this.prefix = prefix;
    this.identity = identity;
    this.source =
        prefix.isEmpty() ? prefix : prefix.substring("jar:".length(), prefix.length() - 2);
  }

  /** For an application whose classes may all be anywhere. */
  public static MainJar none() {
    return new MainJar(null, null, "", NONE);
  }

  /**
   * Looks at the first entry.
   *
   * @param classPath {@code java.class.path}
   * @param loader the loader that reads it
   */
  public static MainJar of(String classPath, ClassLoader loader) {
    int end = classPath.indexOf(File.pathSeparatorChar);
    File first = new File(end < 0 ? classPath : classPath.substring(0, end)).getAbsoluteFile();
    if (!first.isFile()) {
      return none();
    }
    String prefix = "jar:file:" + first.toURI().getRawPath() + "!/";
    return new MainJar(loader, first, prefix, identity(first.toPath()));
  }

  /** Differs if the file was written, replaced, or moved; the time of its inode can't be set. */
  private static long identity(Path file) {
    try {
      Map<String, Object> facts =
          Files.readAttributes(file, "unix:dev,ino,size,lastModifiedTime,ctime");
      long hash = file.hashCode();
      for (String name : new String[] {"dev", "ino", "size", "lastModifiedTime", "ctime"}) {
        hash = hash * 0x9e37_79b9_7f4a_7c15L + facts.get(name).hashCode();
        hash ^= hash >>> 29;
      }
      return hash == NONE ? 1 : hash;
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      return NONE;
    }
  }

  /** {@link #NONE} if {@code asking} does not read its classes from the jar. */
  long identityFor(ClassLoader asking) {
    return asking == loader ? identity : NONE;
  }

  /** Whether the jar brings a class; to be asked if it has an identity. */
  boolean brings(String internalName) {
    Boolean known = brought.get(internalName);
    if (known == null) {
      known = find(internalName);
      brought.put(internalName, known);
    }
    return known;
  }

  private boolean find(String internalName) {
    String resource = internalName + ".class";
    // To have the loader look through the modules of the JDK takes several times longer.
    if (isAskedFirst() && packages.contains(packageOf(internalName)) && hasEntry(resource)) {
      return true;
    }
    URL url = loader.getResource(resource);
    return url != null && url.toString().startsWith(prefix);
  }

  /**
   * Takes note that {@code asking} is about to define a class from {@code location}: if that is the
   * jar, the package is in no module, and others of it come from the jar, too.
   */
  void noteDefined(String internalName, ClassLoader asking, String location) {
    if (asking == loader && source.equals(location)) {
      packages.add(packageOf(internalName));
    }
  }

  private static String packageOf(String internalName) {
    return internalName.substring(0, Math.max(0, internalName.lastIndexOf('/')));
  }

  private boolean isAskedFirst() {
    Boolean known = isAskedFirst;
    if (known == null) {
      known =
          loader.getClass().getName().equals(APPLICATION_LOADER) && "".equals(BootPath.appended());
      isAskedFirst = known;
    }
    return known;
  }

  private synchronized boolean hasEntry(String resource) {
    try {
      if (entries == null && !isReplaced) {
        entries = open();
      }
      return entries != null && entries.getEntry(resource) != null;
    } catch (IOException e) {
      return false;
    }
  }

  /** Null if another file is in its place by now: the loader reads the one that was there. */
  private ZipFile open() throws IOException {
    ZipFile opened = new ZipFile(file);
    isReplaced = identity(file.toPath()) != identity;
    if (!isReplaced) {
      return opened;
    }
    opened.close();
    return null;
  }

  /** Of a class that it brings, what the loader tells. */
  String location(String internalName) {
    return prefix + internalName + ".class";
  }
}
