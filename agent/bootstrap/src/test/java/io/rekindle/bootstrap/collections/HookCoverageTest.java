package io.rekindle.bootstrap.collections;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

/**
 * That {@link HookTest} and {@link MissingHookTest} leave nothing out: what they know is compared
 * with the classes as they are.
 */
class HookCoverageTest {

  private static final int RUN_COUNT = 12;

  /** Methods of the logs that leave no note. */
  private static final Set<String> NO_NOTES =
      Set.of(
          // What the capture asks and resets.
          "word",
          "isWhole",
          "isTouched",
          "reset",
          "take",
          "hasChanges",
          "shapeKeptUpTo",
          // The gate, and the count of notes at the beginning of a change.
          "enter",
          "exit",
          "endUnlogged",
          "startLate",
          "begin",
          "begun",
          "isUnchanging",
          // What is asked before a change: stored keys, contents, positions, whose turn it is.
          "before",
          "beforeComparing",
          "lastElements",
          "turn",
          "size",
          "order",
          "asSupplier",
          // Called by the log itself.
          "forget");

  /**
   * Methods that change nothing and hand out nothing through which something could be changed:
   * entries of navigable maps that are no part of an entry set are copies.
   */
  private static final Set<String> READS =
      Set.of(
          "clone",
          "getFirst",
          "getLast",
          "equals",
          "hashCode",
          "indexOf",
          "lastIndexOf",
          "isEmpty",
          "size",
          "contains",
          "containsAll",
          "containsValue",
          "comparator",
          "hasNext",
          "hasCharacteristics",
          "keys",
          "elements",
          "first",
          "last",
          "lower",
          "floor",
          "ceiling",
          "higher",
          "firstKey",
          "lastKey",
          "lowerKey",
          "floorKey",
          "ceilingKey",
          "higherKey",
          "firstEntry",
          "lastEntry",
          "lowerEntry",
          "floorEntry",
          "ceilingEntry",
          "higherEntry");

  /** Made without a class file on JDK 21 and later, so that nothing can be put into them. */
  private static final Set<String> GENERATED = Set.of("LinkedHashMapBase", "LinkedHashSetBase");

  /** Further reads, which for other classes would hand out entries: theirs have to be called. */
  private static final Set<String> READS_OF_ELEMENTS =
      Set.of(
          "KeysView.toArray",
          "KeysView.spliterator",
          "ValuesView.toArray",
          "ValuesView.spliterator",
          "SubListView.toArray",
          "SubListView.spliterator",
          "SharedListView.toArray",
          "SharedListView.spliterator",
          "SynchronizedView.spliterator",
          "HeapIterator.forEachRemaining");

  @Test
  void shouldKnowEachNote() {
    Set<String> declared = new TreeSet<>();
    for (Class<?> log : classes(ChangeLog.class)) {
      for (Method method : log.getDeclaredMethods()) {
        if (!Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic()) {
          declared.add(method.getName());
        }
      }
    }
    Set<String> unknown = new TreeSet<>(declared);
    unknown.removeAll(HookCode.NOTES);
    unknown.removeAll(NO_NOTES);
    assertThat(unknown).as("methods of logs that are neither notes nor known not to be").isEmpty();
    assertThat(declared).as("what is no note exists").containsAll(NO_NOTES);
  }

  @Test
  void shouldTakeHooksOutOfEachClass() throws IOException {
    Set<String> tracked =
        Kinds.all().stream()
            .map(kind -> kind.empty().get().getClass().getSimpleName())
            .collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    for (Class<?> type : classes(Object.class)) {
      String name = name(type);
      boolean isLog = ChangeLog.class.isAssignableFrom(type);
      if (!isLog && !tracked.contains(name) && !HookCode.hooks(name).isEmpty()) {
        missing.add(name);
      }
    }
    assertThat(missing)
        .as("classes with hooks that MissingHookTest leaves out")
        .isEqualTo(MissingHookTest.VIEWS.keySet());
  }

  @Test
  void shouldCallEachOverrideThatMayChange() throws Exception {
    RewrittenPackage recording = new RewrittenPackage(HookCoverageTest::recording);
    Method run = recording.loadClass(Recorder.class.getName()).getDeclaredMethod("run");
    run.setAccessible(true);
    @SuppressWarnings("unchecked") // Strings of the JDK's loader.
    Set<String> called = (Set<String>) run.invoke(null);

    List<String> uncalled = new ArrayList<>();
    for (Class<?> type : classes(Object.class)) {
      if (GENERATED.contains(name(type))) {
        continue;
      }
      for (Method method : type.getDeclaredMethods()) {
        String id = name(type) + "." + method.getName() + descriptor(method);
        if (isOverride(type, method) && !isRead(type, method) && !called.contains(id)) {
          uncalled.add(id);
        }
      }
    }
    assertThat(uncalled).as("overrides that no operation of HookTest calls").isEmpty();
  }

  private static boolean isRead(Class<?> type, Method method) {
    return READS.contains(method.getName())
        || READS_OF_ELEMENTS.contains(name(type) + "." + method.getName());
  }

  /** A method of a collection, map, iterator or entry of the JDK that a class here has anew. */
  private static boolean isOverride(Class<?> type, Method method) {
    int modifiers = method.getModifiers();
    if (method.isSynthetic() || Modifier.isStatic(modifiers) || Modifier.isPrivate(modifiers)) {
      return false;
    }
    return isInherited(type.getSuperclass(), method)
        || Stream.of(type.getInterfaces()).anyMatch(each -> isInherited(each, method));
  }

  private static boolean isInherited(Class<?> type, Method method) {
    if (type == null || type == Object.class) {
      return false;
    }
    boolean isOfJdk = type.getName().startsWith("java.util.");
    for (Method candidate : type.getDeclaredMethods()) {
      if (isOfJdk
          && !Modifier.isPrivate(candidate.getModifiers())
          && candidate.getName().equals(method.getName())
          && candidate.getParameterCount() == method.getParameterCount()) {
        return true;
      }
    }
    return isInherited(type.getSuperclass(), method)
        || Stream.of(type.getInterfaces()).anyMatch(each -> isInherited(each, method));
  }

  private static String descriptor(Method method) {
    return java.lang.invoke.MethodType.methodType(
            method.getReturnType(), method.getParameterTypes())
        .toMethodDescriptorString();
  }

  private static String name(Class<?> type) {
    return type.getName().substring(type.getName().lastIndexOf('.') + 1);
  }

  /** All classes of the package that are not tests and are of this type. */
  private static List<Class<?>> classes(Class<?> of) {
    try {
      File folder =
          new File(ChangeLog.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      List<Class<?>> classes = new ArrayList<>();
      for (String file : new File(folder, RewrittenPackage.PACKAGE).list()) {
        if (file.endsWith(".class") && !file.startsWith("package-info")) {
          String name = RewrittenPackage.PACKAGE.replace('/', '.') + file.replace(".class", "");
          Class<?> type = Class.forName(name, false, ChangeLog.class.getClassLoader());
          if (of.isAssignableFrom(type)) {
            classes.add(type);
          }
        }
      }
      assertThat(classes).isNotEmpty();
      return classes;
    } catch (URISyntaxException | ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /** Has each method of the package's own classes tell that it was called. */
  private static byte[] recording(String simpleName, byte[] classFile) {
    if (!isMainClass(simpleName)) {
      return classFile;
    }
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String type, String signature, String[] exceptions) {
            MethodVisitor plain = super.visitMethod(access, name, type, signature, exceptions);
            boolean hasCode = (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
            return hasCode && !name.startsWith("<")
                ? new Telling(plain, simpleName + "." + name + type)
                : plain;
          }
        },
        0);
    return writer.toByteArray();
  }

  private static boolean isMainClass(String simpleName) {
    return classes(Object.class).stream().anyMatch(type -> name(type).equals(simpleName));
  }

  private static final class Telling extends MethodVisitor {
    private final String id;

    Telling(MethodVisitor plain, String id) {
      super(Opcodes.ASM9, plain);
      this.id = id;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      super.visitLdcInsn(id);
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          RewrittenPackage.PACKAGE + "HookCoverageTest$Recorder",
          "called",
          "(Ljava/lang/String;)V",
          false);
    }
  }

  /** Runs within the other loader, with the recording classes. */
  static final class Recorder {
    private static final Set<String> CALLED = ConcurrentHashMap.newKeySet();

    private Recorder() {}

    static void called(String id) {
      CALLED.add(id);
    }

    static Set<String> run() {
      for (Kind<?> kind : Kinds.all()) {
        String failure = kind.check(0, RUN_COUNT);
        if (failure != null) {
          throw new AssertionError(failure);
        }
      }
      return CALLED;
    }
  }
}
