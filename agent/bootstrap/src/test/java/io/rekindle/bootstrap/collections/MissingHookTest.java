package io.rekindle.bootstrap.collections;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Takes the hook out of one mutator after the other, by making it see no log, and requires that the
 * operations of {@link HookTest} then fail for one of the types that use it: so a hook that is
 * forgotten is noticed.
 */
class MissingHookTest {

  private static final String PACKAGE = "io/rekindle/bootstrap/collections/";
  private static final int RUN_COUNT = 25;

  /** The notes that a hook can leave; a method with none of them only groups other changes. */
  private static final Set<String> NOTES =
      Set.of(
          "after",
          "afterInsertion",
          "afterReplacing",
          "afterRemoval",
          "changed",
          "changedAll",
          "cleared",
          "clearing",
          "difference",
          "edit",
          "inserted",
          "insertedAll",
          "leak",
          "noteAfter",
          "noteDifference",
          "added",
          "addedAll",
          "append",
          "capacity",
          "change",
          "noteFirstRemoval",
          "noteInsertion",
          "compare",
          "removed",
          "removedAt",
          "removeMatching",
          "replace",
          "reshape",
          "resize",
          "setWhole",
          "slots",
          "unknown");

  private static final Map<String, List<String>> VIEWS =
      Map.ofEntries(
          Map.entry("EntriesView", List.of("HashMap")),
          Map.entry("KeysView", List.of("HashMap", "TreeMap")),
          Map.entry("ValuesView", List.of("HashMap")),
          Map.entry("TrackedEntry", List.of("HashMap")),
          Map.entry("Removals", List.of("HashMap")),
          Map.entry("SubListView", List.of("ArrayList")),
          Map.entry("ListIteratorView", List.of("LinkedList")),
          Map.entry("DifferenceIterator", List.of("ArrayDeque")),
          Map.entry("HeapIterator", List.of("PriorityQueue")),
          Map.entry("SharedIterator", List.of("ConcurrentLinkedQueue")),
          Map.entry("CopyOnWriteView", List.of("CopyOnWriteArrayList")),
          Map.entry("IdentityValuesView", List.of("IdentityHashMap")),
          Map.entry("NavigableKeysView", List.of("TreeMap")),
          Map.entry("NavigableSetView", List.of("TreeSet")),
          Map.entry("NavigableMapView", List.of("TreeMap")));

  @TestFactory
  Stream<DynamicTest> shouldNoticeEachMissingHook() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Kind<?> kind : Kinds.all()) {
      String simpleName = kind.empty().get().getClass().getSimpleName();
      if (simpleName.equals("Tracked" + kind.name())) {
        List<String> kinds =
            kind.name().equals("LinkedHashMap")
                ? List.of(kind.name(), "AccessOrder")
                : List.of(kind.name());
        addTests(tests, simpleName, kinds);
      }
    }
    for (Map.Entry<String, List<String>> view : VIEWS.entrySet()) {
      addTests(tests, view.getKey(), view.getValue());
    }
    return tests.stream();
  }

  private static void addTests(List<DynamicTest> tests, String simpleName, List<String> kinds)
      throws IOException {
    for (String method : hooks(simpleName)) {
      if (!Redundant.contains(simpleName, method)) {
        tests.add(
            DynamicTest.dynamicTest(
                simpleName + "." + method, () -> requireFailure(simpleName, method, kinds)));
      }
    }
  }

  private static void requireFailure(String simpleName, String method, List<String> kinds)
      throws Exception {
    ClassLoader unhooked = new Unhooked(simpleName, method);
    Class<?> runner = unhooked.loadClass(Runner.class.getName());
    for (String kind : kinds) {
      var check = runner.getDeclaredMethod("check", String.class, int.class);
      check.setAccessible(true);
      if (check.invoke(null, kind, RUN_COUNT) != null) {
        return;
      }
    }
    assertThat(simpleName + "." + method).as("no operation of %s misses the hook", kinds).isNull();
  }

  /** Methods with a hook that leaves a note, as name and descriptor. */
  private static Set<String> hooks(String simpleName) throws IOException {
    Set<String> reading = new HashSet<>();
    Set<String> noting = new HashSet<>();
    new ClassReader(bytes(PACKAGE + simpleName))
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String type, String signature, String[] exceptions) {
                if ((access & Opcodes.ACC_BRIDGE) != 0) {
                  return null;
                }
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitFieldInsn(int code, String owner, String field, String type) {
                    if (code == Opcodes.GETFIELD && field.equals("$rekindle")) {
                      reading.add(name + type(type));
                    }
                  }

                  private String type(String ignored) {
                    return type;
                  }

                  @Override
                  public void visitMethodInsn(
                      int code, String owner, String called, String type, boolean isInterface) {
                    if (called.equals("$rekindle$log")) {
                      reading.add(name + type(type));
                    } else if (NOTES.contains(called)) {
                      noting.add(name + type(type));
                    }
                  }
                };
              }
            },
            ClassReader.SKIP_FRAMES);
    reading.retainAll(noting);
    return reading;
  }

  private static byte[] bytes(String internalName) throws IOException {
    try (InputStream in =
        MissingHookTest.class.getClassLoader().getResourceAsStream(internalName + ".class")) {
      return in.readAllBytes();
    }
  }

  /** Runs within the other loader. */
  static final class Runner {
    private Runner() {}

    static String check(String kind, int runCount) {
      try {
        return Kinds.named(kind).check(0, runCount);
      } catch (RuntimeException e) {
        // The model could not even be brought forward.
        return e.toString();
      }
    }
  }

  /** Loads this package anew, with one hook taken out. */
  private static final class Unhooked extends ClassLoader {
    private final String simpleName;
    private final String method;

    Unhooked(String simpleName, String method) {
      super(MissingHookTest.class.getClassLoader());
      this.simpleName = simpleName;
      this.method = method;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      String internalName = name.replace('.', '/');
      if (!internalName.startsWith(PACKAGE)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name, internalName);
      }
    }

    private Class<?> define(String name, String internalName) throws ClassNotFoundException {
      try {
        byte[] bytes = bytes(internalName);
        if (internalName.equals(PACKAGE + simpleName)) {
          bytes = unhook(bytes);
        }
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    private byte[] unhook(byte[] bytes) {
      ClassReader reader = new ClassReader(bytes);
      ClassWriter writer = new ClassWriter(reader, 0);
      reader.accept(
          new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(
                int access, String name, String type, String signature, String[] exceptions) {
              MethodVisitor plain = super.visitMethod(access, name, type, signature, exceptions);
              return method.equals(name + type) ? new NoLog(plain) : plain;
            }
          },
          0);
      return writer.toByteArray();
    }
  }

  /** Puts null in the place of the log. */
  private static final class NoLog extends MethodVisitor {
    NoLog(MethodVisitor plain) {
      super(Opcodes.ASM9, plain);
    }

    @Override
    public void visitFieldInsn(int code, String owner, String name, String type) {
      super.visitFieldInsn(code, owner, name, type);
      if (code == Opcodes.GETFIELD && name.equals("$rekindle")) {
        forget(type.substring(1, type.length() - 1));
      }
    }

    @Override
    public void visitMethodInsn(
        int code, String owner, String name, String type, boolean isInterface) {
      super.visitMethodInsn(code, owner, name, type, isInterface);
      if (name.equals("$rekindle$log")) {
        forget(type.substring(3, type.length() - 1));
      }
    }

    private void forget(String type) {
      super.visitInsn(Opcodes.POP);
      super.visitInsn(Opcodes.ACONST_NULL);
      super.visitTypeInsn(Opcodes.CHECKCAST, type);
    }
  }
}
