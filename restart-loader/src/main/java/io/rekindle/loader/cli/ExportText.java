package io.rekindle.loader.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/**
 * Turns a dump, which comes line by line, into text for people.
 *
 * <pre>
 * commit 42 at 2026-01-31T12:00:00Z
 * static com.acme.Bank = #1
 *
 * #1 com.acme.Bank
 *   total = 7
 *   accounts = #2
 * #2 java.util.HashMap
 *   "x" -> #3
 * </pre>
 */
final class ExportText implements Appendable {
  /** One node may be large, as the application made it. */
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxStringLength(Integer.MAX_VALUE)
                      .maxNumberLength(Integer.MAX_VALUE)
                      .build())
              .build());

  private final Appendable out;
  private final StringBuilder line = new StringBuilder();
  private boolean isFirst = true;

  ExportText(Appendable out) {
    this.out = out;
  }

  @Override
  public Appendable append(CharSequence text) throws IOException {
    return append(text, 0, text.length());
  }

  @Override
  public Appendable append(CharSequence text, int start, int end) throws IOException {
    for (int i = start; i < end; i++) {
      append(text.charAt(i));
    }
    return this;
  }

  @Override
  public Appendable append(char c) throws IOException {
    if (c != '\n') {
      line.append(c);
      return this;
    }
    JsonNode node = MAPPER.readTree(line.toString());
    line.setLength(0);
    if (isFirst) {
      state(node);
      isFirst = false;
    } else {
      node(node);
    }
    return this;
  }

  private void state(JsonNode state) throws IOException {
    long timeMs = state.path("timeMs").asLong();
    out.append("commit ").append(state.path("sequence").asText());
    out.append(timeMs == 0 ? "" : " at " + Instant.ofEpochMilli(timeMs)).append('\n');
    for (Map.Entry<String, JsonNode> root : state.path("roots").properties()) {
      out.append(root.getKey()).append(" = #").append(root.getValue().asText()).append('\n');
    }
    out.append('\n');
  }

  private void node(JsonNode node) throws IOException {
    out.append('#').append(node.path("oid").asText()).append(' ');
    out.append(node.path("class").asText()).append('\n');
    for (Map.Entry<String, JsonNode> field : node.path("fields").properties()) {
      line("", field.getKey() + " = ", field.getValue());
    }
    boolean isMap = isMap(node.path("elements"));
    int index = 0;
    for (JsonNode element : node.path("elements")) {
      if (isMap) {
        line(value(element.get(0)), " -> ", element.get(1));
      } else {
        line("", "[" + index++ + "] ", element);
      }
    }
    if (node.has("hex")) {
      line("encoding " + node.path("encoding").asText(), " ", node.path("hex"));
      for (JsonNode ref : node.path("refs")) {
        out.append("  refers to #").append(ref.asText()).append('\n');
      }
    }
  }

  /** Values are never arrays: an element that is one is an entry. */
  private static boolean isMap(JsonNode elements) {
    return elements.size() > 0 && elements.get(0).isArray();
  }

  private void line(String key, String between, JsonNode value) throws IOException {
    out.append("  ").append(key).append(between).append(value(value)).append('\n');
  }

  private static String value(JsonNode value) {
    if (value.has("ref")) {
      return "#" + value.path("ref").asText();
    } else if (value.has("enum")) {
      return value.path("enum").asText();
    } else if (value.has("class")) {
      return "class " + value.path("class").asText();
    } else if (value.has("opaque")) {
      return value.path("opaque").asText() + " " + value.path("hex").asText();
    }
    return value.toString();
  }
}
