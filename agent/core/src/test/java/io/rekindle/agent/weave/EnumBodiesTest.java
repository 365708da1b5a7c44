package io.rekindle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.bootstrap.Barrier;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Classes of enum constants with a body, as the compiler of Kotlin makes them: nothing in them
 * tells that they belong to an enum but their superclass.
 */
class EnumBodiesTest {

  private static final String FIXTURES = "io.rekindle.agent.weave.fixtures";
  private static final String ENUM = FIXTURES + ".Modes";
  private static final String BODY = ENUM + "$1";

  /** Without a checkpoint its bytes are changed; with one it is left to the weaver. */
  @ParameterizedTest
  @ValueSource(strings = {"", BODY + "#hit"})
  void shouldRunBodyThatIsNotMarkedAsEnum(String checkpoint) throws Exception {
    Class<?> type = new Unmarked(checkpoint).loadClass(ENUM);

    Object constant = type.getEnumConstants()[0];

    Class<?> body = constant.getClass();
    assertThat(body.getModifiers() & Opcodes.ACC_ENUM).isZero();
    Method hit = type.getMethod("hit");
    assertThat(hit.invoke(constant)).isEqualTo(6);
    assertThat(hit.invoke(constant)).isEqualTo(7);
    assertThat(Stream.of(body.getDeclaredFields()).map(Field::getName))
        .doesNotContain(Barrier.WORD_FIELD, Barrier.FINGERPRINT_FIELD);
    assertThat(body.getDeclaredMethod(Barrier.TOUCH_METHOD, body)).isNotNull();
  }

  @Test
  void shouldReuseWovenBodyOnRestart(@TempDir Path temp) throws Exception {
    Path file = temp.resolve("woven.cache");
    byte[] first = weave(file);
    long length = Files.size(file);

    byte[] second = weave(file);

    assertThat(second).isEqualTo(first);
    assertThat(Files.size(file)).isEqualTo(length);
  }

  private static byte[] weave(Path cacheFile) throws Exception {
    WovenCache cache = WovenCache.open(cacheFile);
    WeavingTransformer transformer =
        new WeavingTransformer(
            new WeaveScope("", List.of(FIXTURES + ".**"), List.of()),
            new StateNames(List.of(), List.of()),
            new BarrierBypasses(),
            cache,
            MainJar.none(),
            lost -> {});
    ClassLoader loader = EnumBodiesTest.class.getClassLoader();
    String name = BODY.replace('.', '/');
    byte[] woven = transformer.transform(loader, name, null, null, unmarked(compiled(name)));
    cache.flush();
    return woven;
  }

  private static byte[] compiled(String internalName) throws IOException {
    try (InputStream in =
        EnumBodiesTest.class.getClassLoader().getResourceAsStream(internalName + ".class")) {
      return in.readAllBytes();
    }
  }

  private static byte[] unmarked(byte[] classFile) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public void visit(
                  int version,
                  int access,
                  String name,
                  String signature,
                  String superName,
                  String[] interfaces) {
                super.visit(
                    version, access & ~Opcodes.ACC_ENUM, name, signature, superName, interfaces);
              }

              @Override
              public void visitInnerClass(String name, String outer, String inner, int access) {
                super.visitInnerClass(name, outer, inner, access & ~Opcodes.ACC_ENUM);
              }
            },
            0);
    return writer.toByteArray();
  }

  private static final class Unmarked extends WeavingLoader {
    Unmarked(String checkpoint) {
      super(FIXTURES, "", checkpoint);
    }

    @Override
    byte[] original(String name, byte[] compiled) {
      return name.equals(BODY) ? unmarked(compiled) : compiled;
    }
  }
}
