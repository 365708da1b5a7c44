package io.rekindle.agent.weave;

import io.rekindle.agent.log.Log;
import io.rekindle.bootstrap.Barrier;
import java.util.function.Consumer;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * What is done about a class that can't be woven: it gets the least that other woven classes rely
 * on, its objects are compared, and that is said. Where there was no memory or stack for it, and
 * the class may hold state or be a part of what does, no commit can be right from then on.
 * Thread-safe.
 */
final class UnwovenClasses {

  private static final Log LOG = Log.of(UnwovenClasses.class);

  /** For when there is no memory for another reason. */
  private static final String NO_MEMORY =
      "no memory to weave a class, whose state would be missing. Give the JVM more memory (-Xmx) and"
          + " start it again";

  private final WeaveScope scope;
  private final StateNames names;
  private final ClassHierarchy hierarchy;
  private final BarrierBypasses bypasses;
  private final Consumer<String> lost;

  /** {@code lost} is told why no commit can be right any more. */
  UnwovenClasses(
      WeaveScope scope,
      StateNames names,
      ClassHierarchy hierarchy,
      BarrierBypasses bypasses,
      Consumer<String> lost) {
    this.scope = scope;
    this.names = names;
    this.hierarchy = hierarchy;
    this.bypasses = bypasses;
    this.lost = lost;
  }

  /** The bytes that the class is to have; null if it stays as it is. Never fails. */
  byte[] weave(ClassLoader loader, String internalName, byte[] original, Throwable cause) {
    byte[] least = null;
    boolean mayHoldState = true;
    try {
      ClassReader reader = new ClassReader(original);
      ClassFacts facts = ClassFacts.of(reader, names);
      if (!facts.isInterface()) {
        least = weaveLeast(reader, internalName, isTopmost(facts, loader));
        bypasses.add(internalName.replace('/', '.'));
      }
      mayHoldState = mayHoldState(facts, loader);
    } catch (Throwable e) {
      // Told below: it is not known what the class may hold.
    }
    tell(internalName, cause, mayHoldState);
    return least;
  }

  /**
   * Adds what other woven classes call and look for.
   *
   * @param isTopmost whether woven subclasses look for the words of their objects here
   */
  private static byte[] weaveLeast(ClassReader reader, String name, boolean isTopmost) {
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visitEnd() {
            if (isTopmost) {
              MemberWriter.writeWords(cv);
            }
            MemberWriter.writeEmptyTouch(cv, name);
            MemberWriter.writeEmpty(cv, Barrier.TOUCH_STATICS_METHOD, "()V");
            super.visitEnd();
          }
        },
        0);
    return writer.toByteArray();
  }

  private boolean isTopmost(ClassFacts facts, ClassLoader loader) {
    return facts.hasTrackedObjects()
        && (facts.superName == null || !scope.covers(facts.superName, loader));
  }

  private boolean mayHoldState(ClassFacts facts, ClassLoader loader) {
    if (!facts.instanceState.isEmpty()
        || !facts.staticState.isEmpty()
        || !facts.checkpoints.isEmpty()) {
      return true;
    }
    Ancestry ancestry =
        hierarchy.ancestry(
            ClassHeader.of(facts),
            name -> name != null && scope.covers(name, loader),
            loader,
            asked -> {});
    return ancestry == Ancestry.HOLDS_STATE;
  }

  /** What can never be woven is a limit of the agent, which its documentation tells of. */
  private void tell(String internalName, Throwable cause, boolean mayHoldState) {
    boolean isShortage = cause instanceof VirtualMachineError;
    try {
      String name = internalName.replace('/', '.');
      if (isShortage && mayHoldState) {
        lost.accept(
            "class could not be woven: class="
                + name
                + ", cause="
                + cause
                + ". What it holds would be missing in each commit. Give the JVM more memory (-Xmx),"
                + " or its threads more stack (-Xss), and start it again");
      } else {
        LOG.warn(
            "class is not woven: class={}, cause={}. Its objects are compared instead.",
            name,
            cause.toString());
      }
    } catch (VirtualMachineError e) {
      if (isShortage && mayHoldState) {
        tellWithoutMemory();
      }
    }
  }

  private void tellWithoutMemory() {
    try {
      lost.accept(NO_MEMORY);
    } catch (VirtualMachineError e) {
      // It is on record before anything is logged.
    }
  }
}
