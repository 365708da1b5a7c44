package io.rekindle.codec.relocate;

import io.rekindle.codec.ClassTable;
import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.PayloadScanner;
import io.rekindle.codec.PayloadVisitor;
import io.rekindle.codec.StateInput;
import io.rekindle.codec.StateOutput;
import io.rekindle.codec.ValueTag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Replaces the files and paths in the payloads of nodes. They are found by their stored type; what
 * Kryo or Java serialization wrote is left as it is. Confined to one thread.
 */
final class PayloadRelocator implements PayloadVisitor {
  /** The names that files and paths are stored under; their bytes are the path as UTF-8. */
  private static final Set<String> PATH_TYPES = Set.of("java.io.File", "java.nio.file.Path");

  /** Another content for a stretch of the payload. */
  private record Patch(int start, int end, byte[] bytes) {}

  private final ClassTable classes;
  private final Relocation relocation;
  private final PayloadScanner scanner;
  private final List<Patch> patches = new ArrayList<>();
  private int pathCount;

  PayloadRelocator(ClassTable classes, Relocation relocation) {
    this.classes = classes;
    this.relocation = relocation;
    this.scanner = new PayloadScanner(classes);
  }

  /** Whether a payload may hold a path at all. */
  static boolean isUseful(ClassTable classes) {
    return classes.all().stream().anyMatch(known -> PATH_TYPES.contains(known.name()));
  }

  /** Paths that were replaced so far. */
  int pathCount() {
    return pathCount;
  }

  /** Reads a payload; false if nothing in it is to be replaced. */
  boolean scan(int classId, byte[] bytes, int offset, int length) {
    patches.clear();
    scanner.scan(classId, bytes, offset, length, this);
    pathCount += patches.size();
    return !patches.isEmpty();
  }

  /** Writes the payload that was scanned last, relocated. */
  void write(byte[] bytes, int offset, int length, StateOutput output) {
    int position = offset;
    for (Patch patch : patches) {
      output.putBytes(bytes, position, patch.start - position);
      output.putVarint(patch.bytes.length);
      output.putBytes(patch.bytes, 0, patch.bytes.length);
      position = patch.end;
    }
    output.putBytes(bytes, position, offset + length - position);
  }

  private void value(int tag, StateInput input) {
    if (tag != ValueTag.OPAQUE_VALUE) {
      return;
    }
    int classId = input.getVarint();
    if (!PATH_TYPES.contains(classes.get(classId).name())) {
      return;
    }
    int start = input.position();
    String path = new String(input.getByteArray(), StandardCharsets.UTF_8);
    String relocated = relocation.apply(path);
    if (!relocated.equals(path)) {
      byte[] bytes = relocated.getBytes(StandardCharsets.UTF_8);
      patches.add(new Patch(start, input.position(), bytes));
    }
  }

  @Override
  public void valueField(FieldDescriptor field, int tag, StateInput input) {
    value(tag, input);
  }

  @Override
  public void shape(int index, int tag, StateInput input) {
    value(tag, input);
  }

  @Override
  public void element(int index, int tag, StateInput input) {
    value(tag, input);
  }

  @Override
  public void key(int index, int tag, StateInput input) {
    value(tag, input);
  }

  @Override
  public void primitiveField(FieldDescriptor field, StateInput input) {}

  @Override
  public void beginElements(int count) {}

  @Override
  public void primitiveElements(char typeCode, int count, StateInput input) {}

  @Override
  public void opaque(int encoding, int[] oids, byte[] bytes, int offset, int length) {}
}
