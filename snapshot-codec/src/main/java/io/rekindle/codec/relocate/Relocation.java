package io.rekindle.codec.relocate;

import java.util.ArrayList;
import java.util.List;

/**
 * Rules {@code OLD=NEW} that replace the leading components of absolute paths. Immutable.
 *
 * <ul>
 *   <li>Whole components are compared: {@code /tmp/foo} is a leading part of {@code /tmp/foo} and
 *       of {@code /tmp/foo/1}, not of {@code /tmp/fooz}.
 *   <li>The first rule that matches a path counts, and is applied once.
 *   <li>In a rule, {@code \=} and {@code \\} stand for the characters themselves; any other
 *       backslash is one.
 *   <li>OLD and NEW are absolute. OLD is canonical: no {@code .}, {@code ..} or empty component,
 *       and no slash at its end; whether there are links in it is not looked at.
 * </ul>
 */
public final class Relocation {
  /** More rules than that are refused. */
  public static final int RULES_MAX = 16;

  /** Changes no path. */
  public static final Relocation NONE = new Relocation(List.of());

  private final List<Rule> rules;

  private Relocation(List<Rule> rules) {
    this.rules = rules;
  }

  private record Rule(String oldPath, String newPath) {
    String apply(String path) {
      if (path.equals(oldPath)) {
        return newPath;
      }
      String prefix = oldPath.endsWith("/") ? oldPath : oldPath + "/";
      if (!path.startsWith(prefix)) {
        return null;
      }
      String rest = path.substring(prefix.length());
      return newPath.endsWith("/") ? newPath + rest : newPath + "/" + rest;
    }
  }

  /**
   * The relocation with these rules, in their order.
   *
   * @throws IllegalArgumentException if one is no rule, or if there are too many; the message says
   *     what was expected
   */
  public static Relocation of(List<String> texts) {
    if (texts.size() > RULES_MAX) {
      throw new IllegalArgumentException(
          "too many relocations: count=" + texts.size() + ", expected=" + RULES_MAX + " at most");
    }
    List<Rule> rules = new ArrayList<>();
    for (String text : texts) {
      rules.add(parse(text));
    }
    return new Relocation(List.copyOf(rules));
  }

  private static Rule parse(String text) {
    List<String> paths = split(text);
    if (paths.size() != 2) {
      throw invalid(text, "expected OLD=NEW; a = that belongs to a path is written \\=");
    }
    for (String path : paths) {
      if (!path.startsWith("/")) {
        throw invalid(text, "both paths must begin with /: path='" + path + "'");
      }
    }
    String canonical = canonical(paths.get(0));
    if (!paths.get(0).equals(canonical)) {
      throw invalid(text, "the old path must be canonical: expected=" + canonical);
    }
    return new Rule(paths.get(0), paths.get(1));
  }

  private static IllegalArgumentException invalid(String text, String reason) {
    return new IllegalArgumentException("invalid relocation: '" + text + "', " + reason);
  }

  /** The parts between the separators, unescaped. */
  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isEscape =
          c == '\\'
              && i + 1 < text.length()
              && (text.charAt(i + 1) == '=' || text.charAt(i + 1) == '\\');
      if (isEscape) {
        i++;
        part.append(text.charAt(i));
      } else if (c == '=') {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  private static String canonical(String path) {
    List<String> components = new ArrayList<>();
    for (String component : path.split("/")) {
      if (component.equals("..")) {
        if (!components.isEmpty()) {
          components.remove(components.size() - 1);
        }
      } else if (!component.isEmpty() && !component.equals(".")) {
        components.add(component);
      }
    }
    return "/" + String.join("/", components);
  }

  /** Whether there is no rule. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /** The path by the first rule that matches it; the same if none does, or if it is relative. */
  public String apply(String path) {
    for (Rule rule : rules) {
      String relocated = rule.apply(path);
      if (relocated != null) {
        return relocated;
      }
    }
    return path;
  }
}
