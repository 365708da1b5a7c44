package io.rekindle.codec.testkit;

import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.ClassTable;
import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.NodeKind;
import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.StateOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes up commits of a made up application and keeps the model of the state after each. Objects
 * are created, changed, attached and detached; whatever is attached has been written before.
 */
public final class RandomHistory {
  private static final String[] NAMES = {"a", "balance", "größe", "状態", ""};

  /** The state after the last commit that was made. */
  public final Model model = new Model();

  /** The classes that were described so far. */
  public final ClassTable classes = new ClassTable();

  private final Random random;
  private final int nodesMax;
  private int nextOid = 1;

  /** A history that {@code seed} determines, of at most about {@code nodesMax} nodes. */
  public RandomHistory(long seed, int nodesMax) {
    this.random = new Random(seed);
    this.nodesMax = nodesMax;
  }

  /** Fills {@code output} with the next commit and changes the model. */
  public void next(OperationOutput output) {
    output.clear();
    if (classes.maxId() == 0 || random.nextInt(20) == 0) {
      describeSome(output);
    }
    int changes = random.nextInt(6) == 0 ? random.nextInt(60) : random.nextInt(5);
    for (int i = 0; i <= changes; i++) {
      change(output);
    }
    if (model.roots.isEmpty() || random.nextInt(8) == 0) {
      changeRoot(output);
    }
  }

  /** No oid from here on is in use. */
  public int nextOid() {
    return nextOid;
  }

  private void describeSome(OperationOutput output) {
    NodeKind[] kinds = {
      NodeKind.PLAIN,
      NodeKind.SEQUENCE,
      NodeKind.MAP,
      NodeKind.ARRAY,
      NodeKind.OPAQUE,
      NodeKind.STATICS
    };
    for (NodeKind kind : kinds) {
      int id = classes.maxId() + 1;
      String name =
          kind == NodeKind.ARRAY
              ? (random.nextBoolean() ? "[" + "ZBSCIJFD".charAt(random.nextInt(8)) : "[Lx.Y;")
              : "com.acme." + kind + id;
      List<FieldDescriptor> fields = new ArrayList<>();
      int fieldCount = kind == NodeKind.ARRAY || kind == NodeKind.OPAQUE ? 0 : random.nextInt(6);
      for (int i = 0; i < fieldCount; i++) {
        String type =
            random.nextBoolean()
                ? String.valueOf("ZBSCIJFD".charAt(random.nextInt(8)))
                : "Ljava/lang/Object;";
        fields.add(new FieldDescriptor(name, "f" + i, type));
      }
      ClassDescriptor descriptor = new ClassDescriptor(id, kind, name, fields);
      classes.add(descriptor);
      output.descriptor(descriptor);
    }
  }

  private void change(OperationOutput output) {
    boolean isNew = model.nodes.isEmpty() || nextOid < nodesMax && random.nextInt(3) == 0;
    int oid = isNew ? nextOid++ : someOid();
    ClassDescriptor descriptor;
    if (isNew || random.nextInt(50) == 0) {
      descriptor = classes.get(1 + random.nextInt(classes.maxId()));
    } else {
      String node = model.nodes.get(oid);
      descriptor = classes.get(Integer.parseInt(node.substring(0, node.indexOf(':'))));
    }
    StateOutput payload = new StateOutput();
    writePayload(payload, descriptor);
    output.beginNode(oid, descriptor.id());
    output.putBytes(payload.array(), 0, payload.position());
    output.endNode();
    model.put(oid, descriptor.id(), payload.array(), 0, payload.position());
  }

  private int someOid() {
    Integer oid = model.nodes.ceilingKey(1 + random.nextInt(nextOid));
    return oid == null ? model.nodes.lastKey() : oid;
  }

  private void changeRoot(OperationOutput output) {
    String name = "static com.acme.Bank" + random.nextInt(5);
    if (random.nextInt(4) == 0 && model.roots.size() > 1) {
      output.root(name, 0);
      model.roots.remove(name);
    } else {
      int oid = someOid();
      output.root(name, oid);
      model.roots.put(name, oid);
    }
  }

  private void writePayload(StateOutput output, ClassDescriptor descriptor) {
    NodeKind kind = descriptor.kind();
    for (FieldDescriptor field : descriptor.fields()) {
      writePrimitive(output, field.typeCode());
      if (!field.isPrimitive()) {
        writeValue(output);
      }
    }
    int count = random.nextInt(10) == 0 ? random.nextInt(200) : random.nextInt(8);
    switch (kind) {
      case SEQUENCE, MAP -> {
        output.putVarint(1);
        writeValue(output);
        output.putVarint(count);
        writeValues(output, kind == NodeKind.MAP ? 2 * count : count);
      }
      case ARRAY -> {
        output.putVarint(count);
        for (int i = 0; i < count; i++) {
          if (FieldDescriptor.primitiveWidth(descriptor.elementTypeCode()) == 0) {
            writeValue(output);
          } else {
            writePrimitive(output, descriptor.elementTypeCode());
          }
        }
      }
      case OPAQUE -> {
        output.putByte(1);
        output.putVarint(model.nodes.isEmpty() ? 0 : 1);
        if (!model.nodes.isEmpty()) {
          output.putVarint(someOid());
        }
        output.putVarint(count);
        output.putBytes(new byte[count], 0, count);
      }
      default -> {}
    }
  }

  private void writeValues(StateOutput output, int count) {
    for (int i = 0; i < count; i++) {
      writeValue(output);
    }
  }

  private void writePrimitive(StateOutput output, char type) {
    switch (type) {
      case 'Z', 'B' -> output.putByte(random.nextInt(2));
      case 'S', 'C' -> output.putShort(random.nextInt());
      case 'I', 'F' -> output.putInt(random.nextInt());
      case 'J', 'D' -> output.putLong(random.nextLong());
      default -> {}
    }
  }

  private void writeValue(StateOutput output) {
    switch (random.nextInt(18)) {
      case 0 -> output.putBoxedBoolean(random.nextBoolean());
      case 1 -> output.putBoxedByte((byte) random.nextInt());
      case 2 -> output.putBoxedShort((short) random.nextInt());
      case 3 -> output.putBoxedChar((char) random.nextInt());
      case 4 -> output.putBoxedInt(random.nextInt() >> random.nextInt(32));
      case 5 -> output.putBoxedLong(random.nextLong() >> random.nextInt(64));
      case 6 -> output.putBoxedFloat(random.nextFloat());
      case 7 -> output.putBoxedDouble(random.nextDouble());
      case 8 -> output.putBigInteger(new byte[] {1, 2, (byte) random.nextInt()});
      case 9 -> output.putBigDecimal(random.nextInt(20) - 10, new byte[] {7});
      case 10 -> output.putEnum(1, "RED");
      case 11 -> output.putClass("com.acme.Bank");
      case 12 -> output.putUuid(random.nextLong(), random.nextLong());
      case 13 -> output.putOpaqueValue(1, new byte[] {1, 2, 3}, 0, 3);
      case 14 -> output.putString(NAMES[random.nextInt(NAMES.length)] + random.nextInt(100));
      case 15 -> output.putNull();
      default -> {
        if (model.nodes.isEmpty()) {
          output.putNull();
        } else {
          output.putRef(someOid());
        }
      }
    }
  }
}
