package io.rekindle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.bootstrap.ObjectCodec;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.junit.jupiter.api.Test;

/** Fields of woven classes are captured and put back by direct access, never by reflection. */
class CodecGeneratorTest {

  private static final String FIXTURES = "io.rekindle.agent.weave.fixtures";
  private static final Set<String> CALLED =
      Set.of(
          "io/rekindle/bootstrap/ObjectCodec",
          "io/rekindle/bootstrap/FieldSink",
          "io/rekindle/bootstrap/FieldSource",
          "io/rekindle/bootstrap/Allocator");

  private final WeavingLoader loader = new WeavingLoader(FIXTURES, "", "");
  private final CapturedFields captured =
      new CapturedFields(new StateNames(List.of(), List.of()), CapturedFields::isWoven);
  private final TypeHandlers handlers =
      new TypeHandlers(
          new WovenCodecs(new StateNames(List.of(), List.of()), new BarrierBypasses(), null));

  @Test
  void shouldReadEachFieldThroughGeneratedCodec() throws Exception {
    Class<?> type = loader.loadClass(FIXTURES + ".Fields");
    Object object = type.getConstructor(int.class).newInstance(5);
    TracingSink sink = new TracingSink();

    node(type).encode(object, sink);

    assertThat(sink.values())
        .containsExactly(
            "parent",
            1,
            true,
            (byte) 2,
            (short) 3,
            'd',
            5,
            6L,
            7.5f,
            8.5,
            "i",
            sink.values().get(11));
    assertThat(sink.values().get(11)).isEqualTo(new int[] {9});
    assertThat(sink.callers()).hasSameSizeAs(sink.values());
    for (int i = 0; i < sink.callers().size(); i++) {
      requireCodecOf(i < 2 ? type.getSuperclass() : type, sink.callers().get(i));
    }
    assertThat(CallTrace.reflective(sink.between())).isEmpty();
  }

  @Test
  void shouldSetEachFieldThroughGeneratedCodec() throws Exception {
    Class<?> type = loader.loadClass(FIXTURES + ".Fields");
    Object object = type.getConstructor(int.class).newInstance(5);
    List<Object> stored =
        List.of(
            "new",
            -1,
            false,
            (byte) -2,
            (short) -3,
            'e',
            -5,
            -6L,
            -7.5f,
            -8.5,
            "j",
            new int[] {-9});
    TracingSource source = new TracingSource(stored);

    node(type).fill(object, source);

    TracingSink sink = new TracingSink();
    node(type).encode(object, sink);
    assertThat(sink.values()).isEqualTo(stored);
    assertThat(source.callers()).hasSameSizeAs(stored);
    for (int i = 0; i < stored.size(); i++) {
      requireCodecOf(i < 2 ? type.getSuperclass() : type, source.callers().get(i));
    }
    assertThat(CallTrace.reflective(source.between())).isEmpty();
  }

  @Test
  void shouldReadAndSetStaticsThroughGeneratedCodec() throws Exception {
    Class<?> type = Class.forName(FIXTURES + ".Fields", true, loader);
    NodeHandler statics = handlers.staticsOf(type);
    TracingSink before = new TracingSink();
    TracingSource source = new TracingSource(List.of(-10, "restored"));
    TracingSink after = new TracingSink();

    statics.encode(type, before);
    statics.fill(type, source);
    statics.encode(type, after);

    assertThat(before.values()).containsExactly(10, "static");
    assertThat(after.values()).containsExactly(-10, "restored");
    assertThat(before.callers()).allSatisfy(caller -> requireCodecOf(type, caller));
    assertThat(source.callers()).hasSize(2).allSatisfy(caller -> requireCodecOf(type, caller));
    assertThat(CallTrace.reflective(before.between())).isEmpty();
    assertThat(CallTrace.reflective(source.between())).isEmpty();
  }

  /** So that the tests above would see reflection if there were any. */
  @Test
  void shouldReadFieldsOfForeignSuperclassByReflection() throws Exception {
    WeavingLoader subclassOnly = new WeavingLoader(FIXTURES + ".derived", "", "");
    Class<?> type = subclassOnly.loadClass(FIXTURES + ".derived.OfForeign");
    TracingSink sink = new TracingSink();

    node(type).encode(type.getConstructor().newInstance(), sink);

    assertThat(sink.values()).containsExactly("parent", 1, 2);
    assertThat(sink.callers().get(0).isHidden()).isFalse();
    assertThat(sink.callers().get(0).getSimpleName()).isEqualTo("FieldwiseAccess");
    requireCodecOf(type, sink.callers().get(2));
  }

  @Test
  void shouldNameEachFieldAndCallNothingElse() throws Exception {
    Class<?> type = loader.loadClass(FIXTURES + ".Fields");
    Class<?> parent = type.getSuperclass();

    requireDirectAccess(type, captured.declared(type, false), false);
    requireDirectAccess(parent, captured.declared(parent, false), false);
    requireDirectAccess(type, captured.statics(type), true);
  }

  private NodeHandler node(Class<?> type) {
    return (NodeHandler) handlers.of(type);
  }

  private static void requireCodecOf(Class<?> type, Class<?> caller) {
    assertThat(caller).isAssignableTo(ObjectCodec.class);
    assertThat(caller.isHidden()).isTrue();
    assertThat(caller.getNestHost()).isSameAs(type.getNestHost());
    assertThat(caller.getName()).startsWith(type.getName() + "$RekindleCodec");
  }

  private static void requireDirectAccess(Class<?> type, List<Field> fields, boolean statics) {
    Accesses accesses = new Accesses(Type.getInternalName(type));
    new ClassReader(CodecGenerator.classFile(type, fields, statics)).accept(accesses, 0);
    List<String> names = fields.stream().map(Field::getName).toList();
    assertThat(names).isNotEmpty();
    assertThat(accesses.read).isEqualTo(names);
    assertThat(accesses.written).isEqualTo(names);
    assertThat(accesses.owners).isSubsetOf(CALLED);
  }

  /** What a codec does: the fields it reads in {@code encode}, writes in {@code decode}, calls. */
  private static final class Accesses extends ClassVisitor {
    private final String owner;
    private final List<String> read = new ArrayList<>();
    private final List<String> written = new ArrayList<>();
    private final Set<String> owners = new HashSet<>();

    Accesses(String owner) {
      super(Opcodes.ASM9);
      this.owner = owner;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String method, String type, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitFieldInsn(int code, String of, String field, String fieldType) {
          boolean isRead = code == Opcodes.GETFIELD || code == Opcodes.GETSTATIC;
          if (of.equals(owner) && method.equals("encode") && isRead) {
            read.add(field);
          } else if (of.equals(owner) && method.equals("decode") && !isRead) {
            written.add(field);
          }
        }

        @Override
        public void visitMethodInsn(int code, String of, String name, String of2, boolean isIf) {
          owners.add(of);
        }

        @Override
        public void visitInvokeDynamicInsn(
            String name, String type, Handle bootstrap, Object... arguments) {
          owners.add("invokedynamic " + name);
        }
      };
    }
  }
}
