package io.rekindle.agent.weave;

import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** Reads one {@code @RestartOn}. Confined to a thread. */
final class RestartRule extends AnnotationVisitor {

  static final String ANNOTATION = "Lio/rekindle/RestartOn;";

  private final StringBuilder types = new StringBuilder(";");

  /** The default of the annotation is not in the class file. */
  private String level = "GROUP";

  RestartRule() {
    super(Opcodes.ASM9);
  }

  @Override
  public void visit(String element, Object value) {
    if (value instanceof Type type) {
      types.append(type.getClassName()).append(';');
    }
  }

  @Override
  public void visitEnum(String element, String descriptor, String value) {
    level = value;
  }

  /** Elements of an array come one by one, to the visitor that is returned here. */
  @Override
  public AnnotationVisitor visitArray(String element) {
    return this;
  }

  /** Names of the exceptions, each between semicolons. */
  String types() {
    return types.toString();
  }

  /** The name of the level. */
  String level() {
    return level;
  }
}
