package io.rekindle.agent.weave;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What connects a woven class to others: its header, and the answers that its weaving was given
 * about them. The woven form is right as long as the answers are the same. Kept as it is stored, as
 * the answers about most classes can't change. Immutable.
 *
 * <pre>
 * surroundings := flags:u8 jar:i64 superName interfaceCount:u16 interface* ownerCount:u16 (owner woven:u8)*
 * </pre>
 *
 * Names are those of {@code writeUTF}; that of no superclass is empty. {@code jar} is the identity
 * of the {@link MainJar}, if that brought all classes that were asked about.
 */
final class Surroundings implements HeaderSource, SurroundingsSource {

  private static final int DECLARES_STATE = 1;
  private static final int ASKED_ANCESTRY = 2;
  private static final int INHERITS_STATE = 4;
  private static final int ASKED_SERIALIZABLE = 8;
  private static final int SERIALIZABLE = 16;

  /** No answer is about a class that the application brings along. */
  private static final int CONSTANT = 32;

  private static final int EXTENDS_ENUM = 64;

  private final byte[] bytes;

  private Surroundings(byte[] bytes) {
    this.bytes = bytes;
  }

  /** As {@link #put} wrote it; {@code bytes} must not be changed any more. */
  static Surroundings stored(byte[] bytes) {
    return new Surroundings(bytes);
  }

  /** Those of a class that was not woven: it asked nothing. */
  static Surroundings of(ClassHeader header) {
    return of(header, true, MainJar.NONE, Map.of(), null, null);
  }

  /**
   * The answers that a class was woven with.
   *
   * @param isConstant whether nothing was asked but of classes of the JDK: a cache serves one
   *     version of it
   * @param jar what brought all that was asked about, see {@link MainJar}
   * @param woven whether these other classes are woven, by their internal names
   * @param ancestry null if it was not asked
   * @param isSerializable null if it was not asked
   */
  static Surroundings of(
      ClassHeader header,
      boolean isConstant,
      long jar,
      Map<String, Boolean> woven,
      Ancestry ancestry,
      Boolean isSerializable) {
    int flags =
        flag(header.declaresState(), DECLARES_STATE)
            | flag(ancestry != null, ASKED_ANCESTRY)
            | flag(ancestry == Ancestry.HOLDS_STATE, INHERITS_STATE)
            | flag(ancestry == Ancestry.EXTENDS_ENUM, EXTENDS_ENUM)
            | flag(isSerializable != null, ASKED_SERIALIZABLE)
            | flag(Boolean.TRUE.equals(isSerializable), SERIALIZABLE)
            | flag(isConstant, CONSTANT);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(flags);
      out.writeLong(jar);
      out.writeUTF(header.superName() == null ? "" : header.superName());
      out.writeShort(header.interfaces().size());
      for (String name : header.interfaces()) {
        out.writeUTF(name);
      }
      out.writeShort(woven.size());
      for (Map.Entry<String, Boolean> answer : woven.entrySet()) {
        out.writeUTF(answer.getKey());
        out.writeBoolean(answer.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Surroundings(bytes.toByteArray());
  }

  private static int flag(boolean is, int flag) {
    return is ? flag : 0;
  }

  /** Whether all would be answered in the same way now. */
  boolean hold(
      ClassWeaver.Scope scope, ClassHierarchy hierarchy, MainJar mainJar, ClassLoader loader) {
    if ((bytes[0] & CONSTANT) != 0) {
      return true;
    }
    long jar = ByteBuffer.wrap(bytes).getLong(1);
    long present = mainJar.identityFor(loader);
    // Of another jar they may be the same: but then weaving anew makes the next restart faster.
    return jar != MainJar.NONE && present != MainJar.NONE
        ? jar == present
        : answersHold(scope, hierarchy, loader);
  }

  private boolean answersHold(
      ClassWeaver.Scope scope, ClassHierarchy hierarchy, ClassLoader loader) {
    int flags = bytes[0];
    try (DataInputStream in = open()) {
      ClassHeader header = readHeader(in);
      for (int i = in.readUnsignedShort(); i > 0; i--) {
        if (scope.isWoven(in.readUTF()) != in.readBoolean()) {
          return false;
        }
      }
      boolean ancestryHolds =
          (flags & ASKED_ANCESTRY) == 0
              || hierarchy.ancestry(header, scope, loader, name -> {}) == ancestry(flags);
      return ancestryHolds
          && ((flags & ASKED_SERIALIZABLE) == 0
              || hierarchy.isSerializable(header, loader, name -> {})
                  == ((flags & SERIALIZABLE) != 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Ancestry ancestry(int flags) {
    if ((flags & EXTENDS_ENUM) != 0) {
      return Ancestry.EXTENDS_ENUM;
    }
    return (flags & INHERITS_STATE) != 0 ? Ancestry.HOLDS_STATE : Ancestry.ORDINARY;
  }

  @Override
  public Surroundings surroundings() {
    return this;
  }

  @Override
  public ClassHeader header() {
    try (DataInputStream in = open()) {
      return readHeader(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DataInputStream open() {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  private static ClassHeader readHeader(DataInputStream in) throws IOException {
    int flags = in.readUnsignedByte();
    in.readLong();
    String superName = in.readUTF();
    int count = in.readUnsignedShort();
    List<String> interfaces = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      interfaces.add(in.readUTF());
    }
    return new ClassHeader(
        superName.isEmpty() ? null : superName, interfaces, (flags & DECLARES_STATE) != 0);
  }

  int length() {
    return bytes.length;
  }

  void put(ByteBuffer target) {
    target.put(bytes);
  }
}
