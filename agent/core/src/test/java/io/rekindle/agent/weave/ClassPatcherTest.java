package io.rekindle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weaves classes by their bytes and by visitors, and compares what a reader tells of both. */
class ClassPatcherTest {

  private static final StateNames NO_NAMES = new StateNames(List.of(), List.of());

  /** What is woven; half of the names, so that superclasses and owners are of both kinds. */
  private static final ClassWeaver.Scope ALL = name -> name != null && !name.startsWith("[");

  private static final ClassWeaver.Scope HALF =
      name -> name != null && !name.startsWith("[") && (name.hashCode() & 1) == 0;

  @ParameterizedTest
  @ValueSource(strings = {"java.xml", "jdk.compiler", "java.sql"})
  void shouldWeaveAsVisitorsDo(String module) throws IOException {
    Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules", module);
    List<String> differences = new ArrayList<>();
    int interfaces = 0;
    int compared = 0;
    int left = 0;
    for (Path path : classFiles(root)) {
      byte[] original = Files.readAllBytes(path);
      interfaces += new ClassFile(original).isInterface() ? 1 : 0;
      byte[] old = asVersion50(original);
      for (Sample sample :
          List.of(
              new Sample(original, ALL),
              new Sample(original, HALF),
              new Sample(old, ALL),
              new Sample(withoutFrames(old), ALL))) {
        String difference = difference(sample.classFile(), sample.scope());
        if (difference == null) {
          left++;
        } else {
          compared++;
          if (!difference.isEmpty()) {
            differences.add(path + ": " + difference);
          }
        }
      }
    }
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(10 * left);
    assertThat(interfaces).isPositive();
  }

  private record Sample(byte[] classFile, ClassWeaver.Scope scope) {}

  /** Frames are as in later versions, but a method need not have any. */
  private static byte[] asVersion50(byte[] classFile) {
    byte[] old = classFile.clone();
    old[6] = 0;
    old[7] = Opcodes.V1_6;
    return old;
  }

  private static byte[] withoutFrames(byte[] classFile) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(classFile).accept(writer, ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }

  @Test
  void shouldLeaveMethodWithDeepStackToWeaver() {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Deep", null, "java/lang/Object", null);
    writer.visitField(0, "number", "I", null, null).visitEnd();
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "store", "()V", null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitInsn(Opcodes.ICONST_1);
    code.visitFieldInsn(Opcodes.PUTFIELD, "Deep", "number", "I");
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0xFFFE, 1);
    code.visitEnd();
    writer.visitEnd();
    ClassFile file = ClassPatcher.read(writer.toByteArray(), NO_NAMES);

    assertThat(ClassPatcher.patch(file, ALL, null)).isNull();
  }

  private static List<Path> classFiles(Path root) throws IOException {
    Predicate<Path> isClass = path -> path.toString().endsWith(".class");
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(isClass.and(path -> !path.endsWith("module-info.class"))).toList();
    }
  }

  /** Null if the class is not woven by its bytes; empty if there is none. */
  private static String difference(byte[] original, ClassWeaver.Scope scope) {
    ClassFile file = ClassPatcher.read(original, NO_NAMES);
    if (file == null) {
      return null;
    }
    ClassReader reader = new ClassReader(original);
    ClassFacts facts = ClassFacts.of(reader, NO_NAMES);
    assertThat(ClassHeader.of(file)).isEqualTo(ClassHeader.of(facts));
    assertThat(file.isInterface()).isEqualTo(facts.isInterface());
    assertThat(file.isRecord()).isEqualTo(facts.isRecord());
    assertThat(file.hasTrackedObjects()).isEqualTo(facts.hasTrackedObjects());
    Long serialVersion = file.isInterface() ? null : SerialVersion.of(reader);
    assertThat(file.isInterface() ? null : SerialVersion.of(file)).isEqualTo(serialVersion);
    byte[] patched = ClassPatcher.patch(file, scope, serialVersion);
    if (patched == null) {
      return null;
    }
    byte[] woven = ClassWeaver.weave(reader, facts, scope, false, serialVersion);
    assertThat(file.bypassesBarriers()).isEqualTo(facts.bypassesBarriers);
    List<Integer> maxs = new ArrayList<>();
    List<Integer> patchedMaxs = new ArrayList<>();
    if (!Arrays.equals(rewritten(woven, maxs), rewritten(patched, patchedMaxs))) {
      return "is another class";
    }
    return areAtLeast(patchedMaxs, maxs) ? "" : "maxs=" + patchedMaxs + ", least=" + maxs;
  }

  /**
   * With constants in the order of their use, so that only what a class means makes a difference.
   */
  private static byte[] rewritten(byte[] classFile, List<Integer> maxs) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                MethodVisitor target =
                    super.visitMethod(access, name, descriptor, signature, thrown);
                return new MethodVisitor(Opcodes.ASM9, target) {
                  @Override
                  public void visitMaxs(int stack, int locals) {
                    maxs.add(stack);
                    maxs.add(locals);
                    super.visitMaxs(0, 0);
                  }
                };
              }
            },
            0);
    return writer.toByteArray();
  }

  private static boolean areAtLeast(List<Integer> maxs, List<Integer> least) {
    for (int i = 0; i < least.size(); i++) {
      if (maxs.get(i) < least.get(i)) {
        return false;
      }
    }
    return maxs.size() == least.size();
  }
}
