package io.rekindle.agent.weave;

import io.rekindle.agent.types.FullLookup;
import io.rekindle.bootstrap.Barrier;
import io.rekindle.bootstrap.ObjectCodec;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Generates codecs: hidden classes in the nest of the class they serve, so that they reach its
 * private fields directly. Those of superclasses are left to the superclass's codec.
 */
final class CodecGenerator {

  private static final String CODEC = "io/rekindle/bootstrap/ObjectCodec";
  private static final String SINK = "io/rekindle/bootstrap/FieldSink";
  private static final String SOURCE = "io/rekindle/bootstrap/FieldSource";
  private static final String ALLOCATOR = "io/rekindle/bootstrap/Allocator";
  private static final String PARENT = "parent";
  private static final String CODEC_TYPE = "L" + CODEC + ";";

  private CodecGenerator() {}

  /**
   * Makes a codec.
   *
   * @param parent the codec of the woven superclass, or null if there is none
   * @param statics whether the codec is for the static state
   * @param cache where generated classes are kept, or null
   */
  static ObjectCodec generate(
      Class<?> type, List<Field> fields, ObjectCodec parent, boolean statics, WovenCache cache) {
    byte[] bytes = cachedClassFile(type, fields, statics, cache);
    try {
      MethodHandles.Lookup lookup =
          FullLookup.in(type)
              .defineHiddenClass(bytes, false, MethodHandles.Lookup.ClassOption.NESTMATE);
      return (ObjectCodec)
          lookup.lookupClass().getDeclaredConstructor(ObjectCodec.class).newInstance(parent);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("codec cannot be made: class=" + type.getName(), e);
    }
  }

  /** A restart takes the codec's bytes from the cache too, and needs nothing of Byte Buddy. */
  private static byte[] cachedClassFile(
      Class<?> type, List<Field> fields, boolean statics, WovenCache cache) {
    if (cache == null) {
      return classFile(type, fields, statics);
    }
    String key = (statics ? "statics codec of " : "codec of ") + type.getName();
    byte[] basis = signature(type, fields).getBytes(StandardCharsets.UTF_8);
    WovenClass cached = cache.find(key, basis);
    if (cached == null) {
      cached = WovenClass.generated(classFile(type, fields, statics));
      cache.add(key, basis, cached);
    }
    return cached.bytes();
  }

  /** All that the class file of a codec depends on. */
  private static String signature(Class<?> type, List<Field> fields) {
    StringBuilder text = new StringBuilder(type.getName());
    for (Field field : fields) {
      text.append(' ').append(field.getName()).append(field.getType().descriptorString());
    }
    return text.toString();
  }

  static byte[] classFile(Class<?> type, List<Field> fields, boolean statics) {
    String owner = Type.getInternalName(type);
    String self = owner + "$RekindleCodec";
    ClassWriter cw = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    cw.visit(
        Opcodes.V17,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC,
        self,
        null,
        CODEC,
        null);
    cw.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, PARENT, CODEC_TYPE, null, null)
        .visitEnd();
    constructor(cw, self);
    if (statics) {
      staticsWord(cw, owner);
    } else {
      intAccess(cw, "word", owner, Barrier.WORD_FIELD);
      intAccess(cw, "fingerprint", owner, Barrier.FINGERPRINT_FIELD);
    }
    allocate(cw, owner);
    encode(cw, self, owner, fields, statics);
    decode(cw, self, owner, fields, statics);
    link(cw, self, owner, fields);
    cw.visitEnd();
    return cw.toByteArray();
  }

  private static void constructor(ClassWriter cw, String self) {
    MethodVisitor mv =
        cw.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "(" + CODEC_TYPE + ")V", null, null);
    mv.visitCode();
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitMethodInsn(Opcodes.INVOKESPECIAL, CODEC, "<init>", "()V", false);
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitVarInsn(Opcodes.ALOAD, 1);
    mv.visitFieldInsn(Opcodes.PUTFIELD, self, PARENT, CODEC_TYPE);
    end(mv, Opcodes.RETURN);
  }

  /** The pair of methods {@code name} that read and write an int field of the object. */
  private static void intAccess(ClassWriter cw, String name, String owner, String field) {
    MethodVisitor reader =
        cw.visitMethod(Opcodes.ACC_PUBLIC, name, "(Ljava/lang/Object;)I", null, null);
    reader.visitCode();
    loadObject(reader, owner);
    reader.visitFieldInsn(Opcodes.GETFIELD, owner, field, "I");
    end(reader, Opcodes.IRETURN);
    MethodVisitor writer =
        cw.visitMethod(Opcodes.ACC_PUBLIC, name, "(Ljava/lang/Object;I)V", null, null);
    writer.visitCode();
    loadObject(writer, owner);
    writer.visitVarInsn(Opcodes.ILOAD, 2);
    writer.visitFieldInsn(Opcodes.PUTFIELD, owner, field, "I");
    end(writer, Opcodes.RETURN);
  }

  private static void staticsWord(ClassWriter cw, String owner) {
    MethodVisitor reader =
        cw.visitMethod(Opcodes.ACC_PUBLIC, "word", "(Ljava/lang/Object;)I", null, null);
    reader.visitCode();
    reader.visitFieldInsn(Opcodes.GETSTATIC, owner, Barrier.STATICS_WORD_FIELD, "I");
    end(reader, Opcodes.IRETURN);
    MethodVisitor writer =
        cw.visitMethod(Opcodes.ACC_PUBLIC, "word", "(Ljava/lang/Object;I)V", null, null);
    writer.visitCode();
    writer.visitVarInsn(Opcodes.ILOAD, 2);
    writer.visitFieldInsn(Opcodes.PUTSTATIC, owner, Barrier.STATICS_WORD_FIELD, "I");
    end(writer, Opcodes.RETURN);
  }

  private static void allocate(ClassWriter cw, String owner) {
    MethodVisitor mv =
        cw.visitMethod(Opcodes.ACC_PUBLIC, "allocate", "()Ljava/lang/Object;", null, null);
    mv.visitCode();
    mv.visitLdcInsn(Type.getObjectType(owner));
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        ALLOCATOR,
        "allocate",
        "(Ljava/lang/Class;)Ljava/lang/Object;",
        false);
    end(mv, Opcodes.ARETURN);
  }

  private static void encode(
      ClassWriter cw, String self, String owner, List<Field> fields, boolean statics) {
    MethodVisitor mv = method(cw, "encode", SINK);
    callParent(mv, self, "encode", SINK);
    for (Field field : fields) {
      Type type = Type.getType(field.getType());
      mv.visitVarInsn(Opcodes.ALOAD, 2);
      if (!statics) {
        loadObject(mv, owner);
      }
      mv.visitFieldInsn(
          statics ? Opcodes.GETSTATIC : Opcodes.GETFIELD,
          owner,
          field.getName(),
          type.getDescriptor());
      mv.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL, SINK, "put" + suffix(type), "(" + erased(type) + ")V", false);
    }
    end(mv, Opcodes.RETURN);
  }

  private static void decode(
      ClassWriter cw, String self, String owner, List<Field> fields, boolean statics) {
    MethodVisitor mv = method(cw, "decode", SOURCE);
    callParent(mv, self, "decode", SOURCE);
    for (Field field : fields) {
      Type type = Type.getType(field.getType());
      if (!statics) {
        loadObject(mv, owner);
      }
      mv.visitVarInsn(Opcodes.ALOAD, 2);
      mv.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL, SOURCE, "take" + suffix(type), "()" + erased(type), false);
      if (isReference(type) && field.getType() != Object.class) {
        mv.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
      }
      mv.visitFieldInsn(
          statics ? Opcodes.PUTSTATIC : Opcodes.PUTFIELD,
          owner,
          field.getName(),
          type.getDescriptor());
    }
    end(mv, Opcodes.RETURN);
  }

  /** Constants that were loaded once count as resolved for casts and member references too. */
  private static void link(ClassWriter cw, String self, String owner, List<Field> fields) {
    MethodVisitor mv = cw.visitMethod(Opcodes.ACC_PUBLIC, "link", "()V", null, null);
    mv.visitCode();
    net.bytebuddy.jar.asm.Label none = new net.bytebuddy.jar.asm.Label();
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitFieldInsn(Opcodes.GETFIELD, self, PARENT, CODEC_TYPE);
    mv.visitJumpInsn(Opcodes.IFNULL, none);
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitFieldInsn(Opcodes.GETFIELD, self, PARENT, CODEC_TYPE);
    mv.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CODEC, "link", "()V", false);
    mv.visitLabel(none);
    mv.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    Set<Type> types = new LinkedHashSet<>();
    types.add(Type.getObjectType(owner));
    types.add(Type.getObjectType(CODEC));
    types.add(Type.getObjectType(SINK));
    types.add(Type.getObjectType(SOURCE));
    types.add(Type.getObjectType(ALLOCATOR));
    for (Field field : fields) {
      Type type = Type.getType(field.getType());
      if (isReference(type)) {
        types.add(type);
      }
    }
    for (Type type : types) {
      mv.visitLdcInsn(type);
      mv.visitInsn(Opcodes.POP);
    }
    end(mv, Opcodes.RETURN);
  }

  private static MethodVisitor method(ClassWriter cw, String name, String peer) {
    MethodVisitor mv =
        cw.visitMethod(Opcodes.ACC_PUBLIC, name, "(Ljava/lang/Object;L" + peer + ";)V", null, null);
    mv.visitCode();
    return mv;
  }

  /** The parent is known when the codec is made; without one nothing is called. */
  private static void callParent(MethodVisitor mv, String self, String name, String peer) {
    net.bytebuddy.jar.asm.Label none = new net.bytebuddy.jar.asm.Label();
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitFieldInsn(Opcodes.GETFIELD, self, PARENT, CODEC_TYPE);
    mv.visitJumpInsn(Opcodes.IFNULL, none);
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitFieldInsn(Opcodes.GETFIELD, self, PARENT, CODEC_TYPE);
    mv.visitVarInsn(Opcodes.ALOAD, 1);
    mv.visitVarInsn(Opcodes.ALOAD, 2);
    mv.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, CODEC, name, "(Ljava/lang/Object;L" + peer + ";)V", false);
    mv.visitLabel(none);
    mv.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
  }

  private static void loadObject(MethodVisitor mv, String owner) {
    mv.visitVarInsn(Opcodes.ALOAD, 1);
    mv.visitTypeInsn(Opcodes.CHECKCAST, owner);
  }

  private static void end(MethodVisitor mv, int returnOpcode) {
    mv.visitInsn(returnOpcode);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }

  private static boolean isReference(Type type) {
    return type.getSort() == Type.OBJECT || type.getSort() == Type.ARRAY;
  }

  private static String erased(Type type) {
    return isReference(type) ? "Ljava/lang/Object;" : type.getDescriptor();
  }

  private static String suffix(Type type) {
    switch (type.getSort()) {
      case Type.BOOLEAN:
        return "Boolean";
      case Type.BYTE:
        return "Byte";
      case Type.SHORT:
        return "Short";
      case Type.CHAR:
        return "Char";
      case Type.INT:
        return "Int";
      case Type.LONG:
        return "Long";
      case Type.FLOAT:
        return "Float";
      case Type.DOUBLE:
        return "Double";
      default:
        return "Reference";
    }
  }
}
