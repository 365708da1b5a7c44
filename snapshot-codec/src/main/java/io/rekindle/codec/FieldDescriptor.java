package io.rekindle.codec;

/**
 * One field of a described class.
 *
 * <pre>field := declaringClass:string name:string typeDescriptor:string</pre>
 *
 * @param declaringClass the class that declares it, as {@code Class.getName()}; a subclass may have
 *     a field of the same name
 * @param name the field's name
 * @param typeDescriptor the JVM's, such as {@code J} or {@code Ljava/lang/String;}
 */
public record FieldDescriptor(String declaringClass, String name, String typeDescriptor) {
  /** Rejects what no reader could use. */
  public FieldDescriptor {
    if (declaringClass == null || name == null || typeDescriptor.isEmpty()) {
      throw new IllegalArgumentException(
          "incomplete field: class=" + declaringClass + ", name=" + name);
    }
  }

  // Written out: what the compiler puts in would cost a restart 20 ms, to link it at run time.

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldDescriptor field
        && name.equals(field.name)
        && declaringClass.equals(field.declaringClass)
        && typeDescriptor.equals(field.typeDescriptor);
  }

  @Override
  public int hashCode() {
    return (declaringClass.hashCode() * 31 + name.hashCode()) * 31 + typeDescriptor.hashCode();
  }

  /** First char of the type descriptor: one of {@code ZBSCIJFD}, or {@code L} or {@code [}. */
  public char typeCode() {
    return typeDescriptor.charAt(0);
  }

  /** The type as a source file names it: {@code long}, {@code java.lang.String}, {@code int[]}. */
  public String typeName() {
    int dimensions = 0;
    while (typeDescriptor.charAt(dimensions) == '[') {
      dimensions++;
    }
    String element = typeDescriptor.substring(dimensions);
    String name =
        switch (element.charAt(0)) {
          case 'Z' -> "boolean";
          case 'B' -> "byte";
          case 'S' -> "short";
          case 'C' -> "char";
          case 'I' -> "int";
          case 'F' -> "float";
          case 'J' -> "long";
          case 'D' -> "double";
          default -> element.substring(1, element.length() - 1).replace('/', '.');
        };
    return name + "[]".repeat(dimensions);
  }

  /** True if the field is of primitive type, written in fixed width. */
  public boolean isPrimitive() {
    return primitiveWidth(typeCode()) != 0;
  }

  /** Bytes that a primitive of this type takes, 0 if {@code typeCode} is no primitive's. */
  public static int primitiveWidth(char typeCode) {
    switch (typeCode) {
      case 'Z':
      case 'B':
        return 1;
      case 'S':
      case 'C':
        return 2;
      case 'I':
      case 'F':
        return 4;
      case 'J':
      case 'D':
        return 8;
      default:
        return 0;
    }
  }
}
