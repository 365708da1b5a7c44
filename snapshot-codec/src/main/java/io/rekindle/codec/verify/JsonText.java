package io.rekindle.codec.verify;

import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.ClassTable;
import java.util.HexFormat;

/** Writes values as JSON into a builder. */
final class JsonText {
  private final StringBuilder text;
  private final ClassTable classes;

  JsonText(StringBuilder text, ClassTable classes) {
    this.text = text;
    this.classes = classes;
  }

  void value(Object value) {
    if (value == null
        || value instanceof Boolean
        || value instanceof Number number && isPlain(number)) {
      text.append(value);
    } else if (value instanceof StoredValues.NodeRef ref) {
      text.append("{\"ref\":").append(ref.oid()).append('}');
    } else if (value instanceof StoredValues.EnumConstant constant) {
      tagged("enum", className(constant.classId()) + "." + constant.name());
    } else if (value instanceof StoredValues.ClassName name) {
      tagged("class", name.name());
    } else if (value instanceof StoredValues.OpaqueValue opaque) {
      text.append("{\"opaque\":");
      string(className(opaque.classId()));
      text.append(",\"hex\":");
      string(HexFormat.of().formatHex(opaque.bytes()));
      text.append('}');
    } else {
      string(value.toString());
    }
  }

  private static boolean isPlain(Number number) {
    return !(number instanceof Double d && !Double.isFinite(d))
        && !(number instanceof Float f && !Float.isFinite(f));
  }

  private String className(int classId) {
    ClassDescriptor descriptor = classes.find(classId);
    return descriptor == null ? "#" + classId : descriptor.name();
  }

  private void tagged(String tag, String value) {
    text.append('{');
    string(tag);
    text.append(':');
    string(value);
    text.append('}');
  }

  void string(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        text.append("\\u").append(HexFormat.of().toHexDigits(c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
