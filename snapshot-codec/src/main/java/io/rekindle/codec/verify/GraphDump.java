package io.rekindle.codec.verify;

import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.PayloadScanner;
import io.rekindle.codec.PayloadVisitor;
import io.rekindle.codec.StateInput;
import io.rekindle.codec.fold.Reachability;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.NodeCursor;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Prints a whole state by names and fields, one JSON object a line: first the state's own facts and
 * its roots, then every node.
 *
 * <pre>
 * {"sequence":42,"timeMs":1700000000000,"roots":{"static com.acme.Bank":1}}
 * {"oid":1,"class":"com.acme.Bank","fields":{"total":7,"accounts":{"ref":2}}}
 * {"oid":2,"class":"java.util.HashMap","shape":[0.75],"elements":[["x",{"ref":3}]]}
 * </pre>
 *
 * <p>A field that hides one of a superclass is named with its class. Numbers that JSON lacks are
 * strings.
 */
public final class GraphDump implements PayloadVisitor {
  private final StateImage image;
  private final StringBuilder text = new StringBuilder();
  private final JsonText json;
  private ClassDescriptor descriptor;
  private int fieldCount;
  private int shapeCount;

  private GraphDump(StateImage image) {
    this.image = image;
    this.json = new JsonText(text, image.classes());
  }

  /** Prints all that {@code image} has, also nodes that wait to be forgotten. */
  public static void write(StateImage image, Appendable out) throws IOException {
    new GraphDump(image).write(out, oid -> true);
  }

  /** Prints the state alone: of the nodes those that a root leads to. */
  public static void writeState(StateImage image, Appendable out) throws IOException {
    new GraphDump(image).write(out, Reachability.of(image)::isReachable);
  }

  private void write(Appendable out, IntPredicate printed) throws IOException {
    text.append("{\"sequence\":").append(image.sequence());
    text.append(",\"timeMs\":").append(image.timeMs()).append(",\"roots\":{");
    String separator = "";
    for (Map.Entry<String, Integer> root : image.roots().entrySet()) {
      text.append(separator);
      json.string(root.getKey());
      text.append(':').append(root.getValue());
      separator = ",";
    }
    text.append("}}\n");
    flush(out);
    PayloadScanner scanner = new PayloadScanner(image.classes());
    for (NodeBlock block : image.blocks()) {
      descriptor = block.descriptor();
      NodeCursor cursor = block.open();
      while (cursor.next()) {
        if (!printed.test(cursor.oid())) {
          continue;
        }
        text.append("{\"oid\":").append(cursor.oid()).append(",\"class\":");
        json.string(descriptor.name());
        fieldCount = 0;
        shapeCount = 0;
        scanner.scan(descriptor.id(), cursor.array(), cursor.offset(), cursor.length(), this);
        endNode();
        flush(out);
      }
    }
  }

  private void flush(Appendable out) throws IOException {
    out.append(text);
    text.setLength(0);
  }

  private void endFields() {
    if (fieldCount > 0) {
      text.append('}');
      fieldCount = 0;
    }
  }

  private void endShape() {
    if (shapeCount > 0) {
      text.append(']');
      shapeCount = 0;
    }
  }

  private void endNode() {
    endFields();
    endShape();
    if (text.charAt(text.length() - 1) == OPEN_LIST) {
      text.setCharAt(text.length() - 1, ']');
    }
    text.append("}\n");
  }

  /** Ends the text while a list of elements is open. */
  private static final char OPEN_LIST = '\u0000';

  @Override
  public void primitiveField(FieldDescriptor field, StateInput input) {
    fieldName(field);
    json.value(StoredValues.readPrimitive(field.typeCode(), input));
  }

  @Override
  public void valueField(FieldDescriptor field, int tag, StateInput input) {
    fieldName(field);
    json.value(StoredValues.read(tag, input));
  }

  private void fieldName(FieldDescriptor field) {
    text.append(fieldCount++ == 0 ? ",\"fields\":{" : ",");
    boolean isHiding = false;
    for (FieldDescriptor other : descriptor.fields()) {
      isHiding |= other != field && other.name().equals(field.name());
    }
    json.string(isHiding ? field.declaringClass() + "." + field.name() : field.name());
    text.append(':');
  }

  @Override
  public void shape(int index, int tag, StateInput input) {
    endFields();
    text.append(shapeCount++ == 0 ? ",\"shape\":[" : ",");
    json.value(StoredValues.read(tag, input));
  }

  @Override
  public void beginElements(int count) {
    endFields();
    endShape();
    text.append(",\"elements\":[").append(OPEN_LIST);
  }

  private void nextElement(int index) {
    text.setLength(text.length() - 1);
    if (index > 0) {
      text.append(',');
    }
  }

  @Override
  public void element(int index, int tag, StateInput input) {
    if (text.charAt(text.length() - 1) == OPEN_LIST) {
      nextElement(index);
      json.value(StoredValues.read(tag, input));
    } else {
      text.append(',');
      json.value(StoredValues.read(tag, input));
      text.append(']');
    }
    text.append(OPEN_LIST);
  }

  @Override
  public void key(int index, int tag, StateInput input) {
    nextElement(index);
    text.append('[');
    json.value(StoredValues.read(tag, input));
  }

  @Override
  public void primitiveElements(char typeCode, int count, StateInput input) {
    text.setLength(text.length() - 1);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ",");
      json.value(StoredValues.readPrimitive(typeCode, input));
    }
    text.append(OPEN_LIST);
  }

  @Override
  public void opaque(int encoding, int[] oids, byte[] bytes, int offset, int length) {
    text.append(",\"encoding\":").append(encoding).append(",\"refs\":[");
    for (int i = 0; i < oids.length; i++) {
      text.append(i == 0 ? "" : ",").append(oids[i]);
    }
    text.append("],\"hex\":");
    json.string(HexFormat.of().formatHex(bytes, offset, offset + length));
  }
}
