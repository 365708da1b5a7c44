package io.rekindle.agent.restore;

import io.rekindle.FormerName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the application's classes by the names they were stored under. A class that the loader does
 * not have is looked for among the former names; a class nested in one that was renamed goes with
 * it.
 */
final class ClassFinder {

  private final ClassLoader loader;
  private final FormerNames formerNames;
  private final Map<String, String> currentNames = new HashMap<>();
  private volatile boolean foundRenamed;

  ClassFinder(ClassLoader loader, FormerNames formerNames) {
    this.loader = loader;
    this.formerNames = formerNames;
  }

  ClassLoader loader() {
    return loader;
  }

  /** Whether a class was found under another name than it was stored under. */
  boolean foundRenamed() {
    return foundRenamed;
  }

  /**
   * The class that was stored as {@code storedName}, or null if there is none.
   *
   * @throws RestoreException if several classes claim the name, or the class can't be loaded
   */
  Class<?> find(String storedName) {
    Class<?> primitive = primitive(storedName);
    if (primitive != null) {
      return primitive;
    }
    Class<?> type = load(storedName);
    if (type != null) {
      return type;
    }
    String current = currentName(storedName);
    if (current.equals(storedName)) {
      return null;
    }
    foundRenamed = true;
    return load(current);
  }

  /** The same; a class that is missing is an error. */
  Class<?> get(String storedName) {
    Class<?> type = find(storedName);
    if (type == null) {
      throw missing(storedName, "");
    }
    return type;
  }

  /** What to tell about a class that is missing; {@code where} begins with a comma or is empty. */
  RestoreException missing(String storedName, String where) {
    return new RestoreException(
        "stored class is missing: class="
            + storedName
            + where
            + ", loader="
            + loader
            + ". Put the class back on the class path; if it has a new name, annotate it with"
            + " @FormerName(\""
            + elementName(storedName)
            + "\"); if it is not needed any more, remove the fields that lead to it.");
  }

  /** What the class is called now; the stored name itself if nobody claims it. */
  synchronized String currentName(String storedName) {
    String current = currentNames.get(storedName);
    if (current == null) {
      current = resolve(storedName);
      currentNames.put(storedName, current);
    }
    return current;
  }

  private String resolve(String storedName) {
    String element = elementName(storedName);
    if (!element.equals(storedName)) {
      // An array: [Lcom.acme.Account; or [[Lcom.acme.Account;
      int at = storedName.indexOf(element);
      return storedName.substring(0, at)
          + currentName(element)
          + storedName.substring(at + element.length());
    }
    String outer = storedName;
    while (true) {
      String claimant = onlyClaimant(outer);
      String current = claimant == null ? null : claimant + storedName.substring(outer.length());
      if (current != null && load(current) != null) {
        return current;
      }
      int dollar = outer.lastIndexOf('$');
      if (dollar <= 0) {
        return storedName;
      }
      outer = outer.substring(0, dollar);
    }
  }

  private String onlyClaimant(String formerName) {
    List<String> claimants = formerNames.claimants(formerName);
    if (claimants.size() > 1) {
      throw new RestoreException(
          "several classes claim one former name: formerName="
              + formerName
              + ", classes="
              + String.join(", ", claimants)
              + ". Leave @FormerName on the class that the stored state belongs to.");
    }
    return claimants.isEmpty() ? null : claimants.get(0);
  }

  /** The class that the loader has under exactly this name, or null. */
  Class<?> load(String name) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      return null;
    } catch (LinkageError e) {
      throw new RestoreException(
          "stored class cannot be loaded: class=" + name + ", loader=" + loader + ", cause=" + e,
          e);
    }
  }

  /** The former names of a class, newest first; those it has through the classes around it last. */
  static List<String> formerNames(Class<?> type) {
    List<String> names = new ArrayList<>();
    for (Class<?> outer = type; outer != null; outer = outer.getEnclosingClass()) {
      FormerName annotation = outer.getDeclaredAnnotation(FormerName.class);
      if (annotation != null) {
        for (String name : annotation.value()) {
          names.add(name + type.getName().substring(outer.getName().length()));
        }
      }
    }
    return names;
  }

  private static String elementName(String name) {
    int dimensions = 0;
    while (dimensions < name.length() && name.charAt(dimensions) == '[') {
      dimensions++;
    }
    return dimensions == 0 || name.charAt(name.length() - 1) != ';'
        ? name
        : name.substring(dimensions + 1, name.length() - 1);
  }

  private static Class<?> primitive(String name) {
    return switch (name) {
      case "int" -> int.class;
      case "long" -> long.class;
      case "boolean" -> boolean.class;
      case "double" -> double.class;
      case "float" -> float.class;
      case "char" -> char.class;
      case "short" -> short.class;
      case "byte" -> byte.class;
      case "void" -> void.class;
      default -> null;
    };
  }
}
