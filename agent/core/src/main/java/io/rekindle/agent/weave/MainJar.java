package io.rekindle.agent.weave;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The first entry of the class path, if it is a jar. As long as it is the same file, each class
 * that came from it still does, and is what it was: no other entry goes before it. That saves a
 * restart reading the superclasses of classes that it takes from the cache. Thread-safe.
 */
public final class MainJar {

  /** The identity where there is none. */
  static final long NONE = 0;

  private final ClassLoader loader;
  private final String prefix;
  private final long identity;
  private final Map<String, Boolean> brought = new ConcurrentHashMap<>();

  private MainJar(ClassLoader loader, String prefix, long identity) {
    this.loader = loader;
    this.prefix = prefix;
    this.identity = identity;
  }

  /** For an application whose classes may all be anywhere. */
  public static MainJar none() {
    return new MainJar(null, "", NONE);
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
    return new MainJar(loader, prefix, identity(first.toPath()));
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
    return brought.computeIfAbsent(
        internalName,
        name -> {
          URL url = loader.getResource(name + ".class");
          return url != null && url.toString().startsWith(prefix);
        });
  }
}
