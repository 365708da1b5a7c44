package io.rekindle.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as far as results need it: maps, lists, strings and numbers. Stateless. */
final class Json {

  private Json() {}

  /** {@code value} as text: a map, a list, a number, or anything else by its string. */
  static String write(Object value) {
    StringBuilder text = new StringBuilder();
    append(text, value, "\n");
    return text.append('\n').toString();
  }

  /**
   * The value that {@code text} stands for: maps keep their order, numbers are doubles.
   *
   * @throws IllegalArgumentException if it is not JSON; the message names the position
   */
  static Object read(String text) {
    return new JsonReader(text).document();
  }

  private static void append(StringBuilder text, Object value, String lineStart) {
    String inner = lineStart + "  ";
    if (value instanceof Map<?, ?> map) {
      List<String> members = new ArrayList<>();
      map.forEach((key, member) -> members.add(quoted(key.toString()) + ": " + of(member, inner)));
      appendBracketed(text, "{}", members, lineStart);
    } else if (value instanceof List<?> list) {
      appendBracketed(text, "[]", list.stream().map(item -> of(item, inner)).toList(), lineStart);
    } else if (value instanceof Number) {
      text.append(value);
    } else {
      text.append(quoted(value.toString()));
    }
  }

  private static String of(Object value, String lineStart) {
    StringBuilder text = new StringBuilder();
    append(text, value, lineStart);
    return text.toString();
  }

  private static void appendBracketed(
      StringBuilder text, String brackets, List<String> members, String lineStart) {
    text.append(brackets.charAt(0));
    if (!members.isEmpty()) {
      String inner = lineStart + "  ";
      text.append(inner).append(String.join("," + inner, members)).append(lineStart);
    }
    text.append(brackets.charAt(1));
  }

  private static String quoted(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (char c : value.toCharArray()) {
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }

  /** A reader over one text. */
  private static final class JsonReader {

    private final String text;
    private int position;

    JsonReader(String text) {
      this.text = text;
    }

    Object document() {
      Object value = value();
      if (next() != 0) {
        throw unexpected();
      }
      return value;
    }

    private Object value() {
      return switch (next()) {
        case '{' -> map();
        case '[' -> list();
        case '"' -> string();
        default -> number();
      };
    }

    private Map<String, Object> map() {
      Map<String, Object> map = new LinkedHashMap<>();
      take('{');
      while (next() != '}') {
        if (!map.isEmpty()) {
          take(',');
        }
        next();
        String key = string();
        take(':');
        map.put(key, value());
      }
      take('}');
      return map;
    }

    private List<Object> list() {
      List<Object> list = new ArrayList<>();
      take('[');
      while (next() != ']') {
        if (!list.isEmpty()) {
          take(',');
        }
        list.add(value());
      }
      take(']');
      return list;
    }

    private String string() {
      take('"');
      StringBuilder value = new StringBuilder();
      while (position < text.length() && text.charAt(position) != '"') {
        char c = text.charAt(position++);
        value.append(c == '\\' ? escaped() : c);
      }
      take('"');
      return value.toString();
    }

    private char escaped() {
      char c = position < text.length() ? text.charAt(position++) : 0;
      if (c == 'u' && position + 4 <= text.length()) {
        position += 4;
        return (char) Integer.parseInt(text.substring(position - 4, position), 16);
      }
      if (c != '"' && c != '\\') {
        throw unexpected();
      }
      return c;
    }

    private Double number() {
      int start = position;
      while (position < text.length() && "+-.eE0123456789".indexOf(text.charAt(position)) >= 0) {
        position++;
      }
      try {
        return Double.valueOf(text.substring(start, position));
      } catch (NumberFormatException e) {
        throw unexpected();
      }
    }

    /** The next character that is not white space, which is not taken; 0 at the end. */
    private char next() {
      while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
        position++;
      }
      return position < text.length() ? text.charAt(position) : 0;
    }

    private void take(char expected) {
      if (next() != expected) {
        throw unexpected();
      }
      position++;
    }

    private IllegalArgumentException unexpected() {
      return new IllegalArgumentException("not JSON: position=" + position);
    }
  }
}
