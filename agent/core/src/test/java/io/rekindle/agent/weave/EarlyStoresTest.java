package io.rekindle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Stores before {@code super(..)} and {@code this(..)}, where there can be no barrier. */
class EarlyStoresTest {

  private static final String FIXTURES = "io.rekindle.agent.weave.fixtures";
  private static final StateNames NO_NAMES = new StateNames(List.of(), List.of());
  private static final ClassWeaver.Scope OWN = "Early"::equals;

  @ParameterizedTest
  @MethodSource("checkpoints")
  void shouldCompareObjectsWhenConstructorStoresToAnotherOne(String checkpoint) throws Exception {
    WeavingLoader loader = new WeavingLoader(FIXTURES, "", checkpoint);
    Class<?> type = loader.loadClass(FIXTURES + ".Chain");
    Object first = type.getConstructor().newInstance();

    Object second = type.getConstructor(type).newInstance(first);

    assertThat(type.getField("next").getInt(first)).isEqualTo(1);
    assertThat(type.getField("seq").getInt(second)).isEqualTo(1);
    assertThat(loader.isBypassed(FIXTURES + ".Chain")).isTrue();
  }

  /** Without a checkpoint its bytes are changed; with one it is left to the weaver. */
  static Stream<String> checkpoints() {
    return Stream.of("", FIXTURES + ".Chain#none");
  }

  /** An inner class stores its outer object before it calls the constructor of its superclass. */
  @Test
  void shouldNotCompareObjectsOfInnerClasses() throws Exception {
    WeavingLoader loader = new WeavingLoader(FIXTURES, "", "");

    loader.loadClass(FIXTURES + ".Stores$Nested");
    loader.loadClass(FIXTURES + ".Stores");

    assertThat(loader.isBypassed(FIXTURES + ".Stores")).isFalse();
  }

  /** As compilers for later versions of Java write it, where more may come before a call. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("prologues")
  void shouldTellObjectsApart(String name, boolean storesToOthers, Consumer<MethodVisitor> code)
      throws Exception {
    byte[] original = withPrologue(code);
    ClassFile file = ClassPatcher.read(original, NO_NAMES);
    ClassReader reader = new ClassReader(original);
    ClassFacts facts = ClassFacts.of(reader, NO_NAMES);

    byte[] patched = ClassPatcher.patch(file, OWN, null);
    byte[] woven = ClassWeaver.weave(reader, facts, OWN, false, null);

    assertThat(file.bypassesBarriers()).isEqualTo(storesToOthers);
    assertThat(facts.bypassesBarriers).isEqualTo(storesToOthers);
    for (byte[] bytes : List.of(original, patched, woven)) {
      Class<?> type = new Defining().define(bytes);
      Object previous = type.getConstructor(type).newInstance((Object) null);
      Object next = type.getConstructor(type).newInstance(previous);
      assertThat(type.getField("count").getInt(previous)).isEqualTo(storesToOthers ? 5 : 0);
      assertThat(next).isNotNull();
    }
  }

  static Stream<Arguments> prologues() {
    Consumer<MethodVisitor> own =
        code -> {
          code.visitVarInsn(Opcodes.ALOAD, 0);
          code.visitInsn(Opcodes.ICONST_0);
          store(code);
        };
    Consumer<MethodVisitor> other =
        code -> {
          Label none = skipIfNull(code);
          code.visitVarInsn(Opcodes.ALOAD, 1);
          code.visitInsn(Opcodes.ICONST_5);
          store(code);
          frameAt(code, none);
        };
    Consumer<MethodVisitor> chained =
        code -> {
          Label none = skipIfNull(code);
          code.visitVarInsn(Opcodes.ALOAD, 0);
          code.visitVarInsn(Opcodes.ALOAD, 1);
          code.visitInsn(Opcodes.ICONST_5);
          code.visitInsn(Opcodes.DUP_X1);
          store(code);
          store(code);
          frameAt(code, none);
        };
    return Stream.of(
        Arguments.of("own", false, own),
        Arguments.of("own twice", false, own.andThen(own)),
        Arguments.of("another one's", true, other),
        Arguments.of("both", true, own.andThen(other)),
        Arguments.of("both in a row", true, chained));
  }

  private static Label skipIfNull(MethodVisitor code) {
    Label none = new Label();
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitJumpInsn(Opcodes.IFNULL, none);
    return none;
  }

  private static void store(MethodVisitor code) {
    code.visitFieldInsn(Opcodes.PUTFIELD, "Early", "count", "I");
  }

  private static void frameAt(MethodVisitor code, Label label) {
    code.visitLabel(label);
    Object[] locals = {Opcodes.UNINITIALIZED_THIS, "Early"};
    code.visitFrame(Opcodes.F_FULL, 2, locals, 0, new Object[0]);
  }

  private static byte[] withPrologue(Consumer<MethodVisitor> prologue) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Early", null, "java/lang/Object", null);
    writer.visitField(Opcodes.ACC_PUBLIC, "count", "I", null, null).visitEnd();
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "(LEarly;)V", null, null);
    code.visitCode();
    prologue.accept(code);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static final class Defining extends ClassLoader {
    Class<?> define(byte[] classFile) {
      return defineClass("Early", classFile, 0, classFile.length);
    }
  }
}
