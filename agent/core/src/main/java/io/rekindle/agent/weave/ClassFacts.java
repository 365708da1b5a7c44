package io.rekindle.agent.weave;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** What the weaver has to know about a class before it begins to change it. */
final class ClassFacts extends ClassVisitor {

  static final String STATE = "Lio/rekindle/State;";
  static final String CHECKPOINT = "Lio/rekindle/Checkpoint;";
  static final String AFTER_RESTORE = "Lio/rekindle/AfterRestore;";

  private final StateNames names;
  String name;
  String superName;
  List<String> interfaces = List.of();
  int access;
  int version;
  boolean hasFinalFields;
  boolean hasInitializer;

  /** Whether other classes may store to static fields of this one. */
  boolean hasWritableStatics;

  boolean declaresSerialVersion;
  boolean declaresClone;
  boolean isWoven;
  boolean hasAfterRestore;

  /** Whether a superclass is an enum, see {@link Ancestry}; to be set before the weaving. */
  boolean extendsEnum;

  /** See {@link BarrierBypasses}. */
  boolean bypassesBarriers;

  /** Names of methods that are too large to be woven. */
  final Set<String> largeMethods = new TreeSet<>();

  /** Names of instance and of static fields with captured state. */
  final Set<String> instanceState = new HashSet<>();

  final Set<String> staticState = new HashSet<>();
  final Set<String> declaredStatics = new HashSet<>();
  final Set<String> transientFields = new HashSet<>();

  /** Checkpoint methods, name and descriptor. */
  final Set<String> checkpoints = new HashSet<>();

  /** Which exceptions ask for a restart when they leave a method, by its name and descriptor. */
  private final Map<String, RestartRule> restartRules = new HashMap<>();

  /** The same for all methods that others can call, or null. */
  private RestartRule restartRule;

  /** Descriptors of constructors that another one calls by {@code this(...)}, once read. */
  final Set<String> delegationTargets = new HashSet<>();

  private ClassFacts(StateNames names) {
    super(Opcodes.ASM9);
    this.names = names;
  }

  static ClassFacts of(ClassReader reader, StateNames names) {
    ClassFacts facts = new ClassFacts(names);
    reader.accept(facts, ClassReader.SKIP_CODE);
    facts.bypassesBarriers = BarrierBypasses.areCalledBy(reader);
    return facts;
  }

  /**
   * Fills {@link #delegationTargets}, which only classes with instance state need: reading the code
   * takes longer than all the rest.
   */
  void readDelegations(ClassReader reader) {
    reader.accept(
        new DelegationFinder(name, delegationTargets),
        ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
  }

  boolean isInterface() {
    return (access & Opcodes.ACC_INTERFACE) != 0;
  }

  boolean isEnum() {
    return (access & Opcodes.ACC_ENUM) != 0;
  }

  boolean isRecord() {
    return (access & Opcodes.ACC_RECORD) != 0;
  }

  /** Whether objects of this class can have a tracking word. */
  boolean hasTrackedObjects() {
    return !isInterface() && !extendsEnum && !isEnum() && !"java/lang/Enum".equals(superName);
  }

  boolean isCheckpoint(String method, String descriptor) {
    return checkpoints.contains(method + descriptor);
  }

  /** Whether methods of it have to be split, see {@link SplitMethod}. */
  boolean hasSplitMethods() {
    return !checkpoints.isEmpty() || !restartRules.isEmpty();
  }

  /** Which exceptions ask for a restart when they leave the method; null for none. */
  RestartRule restartRule(String method, String descriptor) {
    return restartRules.get(method + descriptor);
  }

  @Override
  public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
    if (!annotation.equals(RestartRule.ANNOTATION)) {
      return null;
    }
    restartRule = new RestartRule();
    return restartRule;
  }

  @Override
  public void visit(
      int version, int access, String name, String sig, String superName, String[] interfaces) {
    this.version = version & 0xFFFF;
    this.access = access;
    this.name = name;
    this.superName = superName;
    this.interfaces = List.of(interfaces);
  }

  @Override
  public FieldVisitor visitField(
      int fieldAccess, String field, String descriptor, String signature, Object value) {
    boolean isStatic = (fieldAccess & Opcodes.ACC_STATIC) != 0;
    if (field.startsWith("$rekindle")) {
      isWoven = true;
    }
    if (isStatic) {
      declaredStatics.add(field);
      hasWritableStatics |= (fieldAccess & Opcodes.ACC_FINAL) == 0;
    }
    if (isStatic && field.equals("serialVersionUID")) {
      declaresSerialVersion = true;
    }
    if (!isStatic && (fieldAccess & Opcodes.ACC_FINAL) != 0) {
      hasFinalFields = true;
    }
    if ((fieldAccess & Opcodes.ACC_TRANSIENT) != 0) {
      transientFields.add(field);
    }
    Set<String> stateFields = isStatic ? staticState : instanceState;
    if (names.isState(name, field)) {
      stateFields.add(field);
    }
    return new FieldVisitor(Opcodes.ASM9) {
      @Override
      public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
        if (annotation.equals(STATE)) {
          stateFields.add(field);
        }
        return null;
      }
    };
  }

  @Override
  public MethodVisitor visitMethod(
      int methodAccess, String method, String descriptor, String signature, String[] exceptions) {
    declaresClone |= method.equals("clone") && descriptor.equals("()Ljava/lang/Object;");
    if (method.equals("<clinit>")) {
      hasInitializer = true;
    }
    boolean hasBody = (methodAccess & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
    if (hasBody && names.isCheckpoint(name, method)) {
      checkpoints.add(method + descriptor);
    }
    // A bridge passes on what has left the method that it calls.
    boolean isWatched =
        hasBody && !method.startsWith("<") && (methodAccess & Opcodes.ACC_BRIDGE) == 0;
    if (restartRule != null && isWatched && isCalledByOthers(methodAccess, method)) {
      restartRules.put(method + descriptor, restartRule);
    }
    return new MethodVisitor(Opcodes.ASM9) {
      @Override
      public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
        if (annotation.equals(RestartRule.ANNOTATION) && isWatched) {
          RestartRule own = new RestartRule();
          restartRules.put(method + descriptor, own);
          return own;
        }
        if (annotation.equals(CHECKPOINT) && hasBody && !method.startsWith("<")) {
          checkpoints.add(method + descriptor);
        }
        hasAfterRestore |= annotation.equals(AFTER_RESTORE);
        return null;
      }
    };
  }

  /** The body of a lambda expression is private, but not called by this class. */
  private static boolean isCalledByOthers(int methodAccess, String method) {
    boolean isLambda = (methodAccess & Opcodes.ACC_SYNTHETIC) != 0 && method.startsWith("lambda$");
    return isLambda || (methodAccess & (Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC)) == 0;
  }
}
