package io.rekindle.agent.control;

import java.util.List;

/** One JSON object on one line, and what is done once it is sent. Confined to one thread. */
public final class JsonAnswer {

  private final StringBuilder text = new StringBuilder(256).append('{');

  private Sequel sequel;

  /** Something that the client is told of before it happens. */
  public interface Sequel {
    /** Does it; the result is sent as one more line. */
    JsonAnswer run();
  }

  /** Has the thread of the connection do this when the answer is sent. */
  public JsonAnswer followedBy(Sequel next) {
    sequel = next;
    return this;
  }

  /** What is to be done when it is sent, or null. */
  Sequel sequel() {
    return sequel;
  }

  /** Adds a string, or null. */
  public JsonAnswer put(String key, String value) {
    key(key);
    if (value == null) {
      text.append("null");
    } else {
      quote(value);
    }
    return this;
  }

  /** Adds a whole number. */
  public JsonAnswer put(String key, long value) {
    key(key);
    text.append(value);
    return this;
  }

  /** Adds an array of objects. */
  public JsonAnswer put(String key, List<JsonAnswer> objects) {
    key(key);
    text.append('[');
    for (int i = 0; i < objects.size(); i++) {
      text.append(i == 0 ? "" : ",").append(objects.get(i));
    }
    text.append(']');
    return this;
  }

  /** Adds true or false. */
  public JsonAnswer put(String key, boolean value) {
    key(key);
    text.append(value);
    return this;
  }

  /** Adds an array of the first {@code max} of these strings. */
  public JsonAnswer put(String key, List<String> values, int max) {
    key(key);
    text.append('[');
    for (int i = 0; i < Math.min(values.size(), max); i++) {
      if (i > 0) {
        text.append(',');
      }
      quote(values.get(i));
    }
    text.append(']');
    return this;
  }

  /** Drops what was added: an answer that failed half-way must not be sent. */
  void clear() {
    text.setLength(1);
    sequel = null;
  }

  /** The line, without its end. */
  @Override
  public String toString() {
    return text + "}";
  }

  private void key(String key) {
    if (text.length() > 1) {
      text.append(',');
    }
    quote(key);
    text.append(':');
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < 0x20) {
        text.append(c < 0x10 ? "\\u000" : "\\u00").append(Integer.toHexString(c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
