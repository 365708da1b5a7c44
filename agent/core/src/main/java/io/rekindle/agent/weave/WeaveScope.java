package io.rekindle.agent.weave;

import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which classes are woven: those from where the main class comes from, and those that {@code
 * include} names, but never those that {@code exclude} names, the JDK's or our own. Thread-safe.
 */
public final class WeaveScope {

  private final String mainLocation;

  /** Whether the classes are in a folder within a jar, where loaders write URLs each their way. */
  private final boolean isNested;

  private final List<String> include;
  private final List<String> exclude;

  private final MainJar mainJar;

  private volatile long lastClassNs = System.nanoTime();

  /** Most classes come from where the one before came from. */
  private volatile Located lastLocated;

  /** Where the classes of a domain come from. */
  private record Located(WeakReference<ProtectionDomain> domain, String location) {}

  /** By the loader that was asked; loaders go when the application lets go of them. */
  private final Map<ClassLoader, Map<String, Boolean>> answers =
      Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * A scope.
   *
   * @param mainLocation where the main class comes from, as part of a URL: the path of a jar or a
   *     folder, or of a jar, {@code !/} and a folder in it; empty if unknown
   * @param include patterns: a class, a package ({@code com.acme}) or {@code com.acme.*}, {@code
   *     com.acme.**}
   * @param exclude the same
   */
  public WeaveScope(String mainLocation, List<String> include, List<String> exclude) {
    this(mainLocation, include, exclude, MainJar.none());
  }

  /** The same, with a jar that tells faster than its loader whether a class comes from it. */
  public WeaveScope(
      String mainLocation, List<String> include, List<String> exclude, MainJar mainJar) {
    this.mainJar = mainJar;
    this.isNested = mainLocation.contains("!/");
    this.mainLocation = isNested ? withoutMarks(mainLocation) : mainLocation;
    this.include = include;
    this.exclude = exclude;
  }

  /** Whether a class that is being defined is to be woven. */
  boolean covers(String internalName, ClassLoader loader, ProtectionDomain domain) {
    if (!isApplicationClass(internalName, loader)) {
      return false;
    }
    lastClassNs = System.nanoTime();
    String location = location(domain);
    mainJar.noteDefined(internalName, loader, location);
    Boolean named = coversByName(internalName);
    boolean covers = named != null ? named : isFromMain(location);
    answersOf(loader).put(internalName, covers);
    return covers;
  }

  /**
   * When a class of the application was last being defined, by {@link System#nanoTime}; when this
   * was made, if none was.
   */
  public long lastClassNs() {
    return lastClassNs;
  }

  /** The same for a class that may not be loaded yet; asks the loader where it would come from. */
  boolean covers(String internalName, ClassLoader loader) {
    if (loader == null) {
      return false;
    }
    Map<String, Boolean> answers = answersOf(loader);
    Boolean known = answers.get(internalName);
    if (known == null) {
      known = isApplicationClass(internalName, loader) && coversUnknown(internalName, loader);
      answers.put(internalName, known);
    }
    return known;
  }

  /** Whether the objects of a loaded class would have a tracking word, had it been woven. */
  boolean coversObjectsOf(Class<?> type) {
    return !type.isInterface()
        && !type.isArray()
        && !type.isHidden()
        && !Enum.class.isAssignableFrom(type)
        && !Proxy.isProxyClass(type)
        && covers(type);
  }

  /** Whether a loaded class would be woven, if it were loaded now. */
  boolean covers(Class<?> type) {
    return covers(
        type.getName().replace('.', '/'), type.getClassLoader(), type.getProtectionDomain());
  }

  private boolean coversUnknown(String internalName, ClassLoader loader) {
    Boolean named = coversByName(internalName);
    if (named != null) {
      return named;
    }
    if (mainJar.identityFor(loader) != MainJar.NONE && mainJar.brings(internalName)) {
      return isFromMain(mainJar.location(internalName));
    }
    URL resource = loader.getResource(internalName + ".class");
    return resource != null && isFromMain(resource.toString());
  }

  /** Null if the patterns say nothing of it. */
  private Boolean coversByName(String internalName) {
    String name = internalName.replace('/', '.');
    if (matches(exclude, name)) {
      return Boolean.FALSE;
    }
    return matches(include, name) ? Boolean.TRUE : null;
  }

  private Map<String, Boolean> answersOf(ClassLoader loader) {
    return answers.computeIfAbsent(loader, any -> new ConcurrentHashMap<>());
  }

  private boolean isFromMain(String location) {
    return !mainLocation.isEmpty()
        && (isNested ? withoutMarks(location) : location).contains(mainLocation);
  }

  /**
   * A path through a jar as if the jar were a folder. Of one place, loaders say {@code
   * app.jar!/BOOT-INF/classes/}, {@code app.jar!/BOOT-INF/classes!/} or {@code
   * app.jar/!BOOT-INF/classes/!/}.
   */
  private static String withoutMarks(String location) {
    return location.replace("!", "").replace("//", "/");
  }

  private String location(ProtectionDomain domain) {
    Located last = lastLocated;
    if (domain != null && last != null && last.domain.get() == domain) {
      return last.location;
    }
    CodeSource source = domain == null ? null : domain.getCodeSource();
    URL url = source == null ? null : source.getLocation();
    String location = url == null ? "" : url.toString();
    lastLocated = new Located(new WeakReference<>(domain), location);
    return location;
  }

  private static boolean isApplicationClass(String name, ClassLoader loader) {
    return loader != null && loader != ClassLoader.getPlatformClassLoader() && mayBeWoven(name);
  }

  /** Whether there can be a loader for which a class of this name is woven. */
  static boolean mayBeWoven(String name) {
    return !name.startsWith("java/")
        && !name.startsWith("javax/")
        && !name.startsWith("jdk/")
        && !name.startsWith("sun/")
        && !isOurs(name);
  }

  private static boolean isOurs(String name) {
    return name.startsWith("io/rekindle/")
        && (name.indexOf('/', "io/rekindle/".length()) < 0
            || name.startsWith("io/rekindle/spi/")
            || name.startsWith("io/rekindle/bootstrap/")
            || name.startsWith("io/rekindle/agent/premain/"));
  }

  private static boolean matches(List<String> patterns, String name) {
    for (int i = 0; i < patterns.size(); i++) {
      String pattern = patterns.get(i);
      if (pattern.endsWith(".**")) {
        if (name.startsWith(pattern.substring(0, pattern.length() - 2))) {
          return true;
        }
      } else if (pattern.endsWith(".*")) {
        String prefix = pattern.substring(0, pattern.length() - 1);
        if (name.startsWith(prefix) && name.indexOf('.', prefix.length()) < 0) {
          return true;
        }
      } else if (name.equals(pattern)
          || name.startsWith(pattern + ".")
          || name.startsWith(pattern + "$")) {
        return true;
      }
    }
    return false;
  }
}
