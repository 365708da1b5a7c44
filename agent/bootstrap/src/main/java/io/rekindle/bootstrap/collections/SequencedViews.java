package io.rekindle.bootstrap.collections;

import java.io.IOException;
import java.lang.invoke.MethodHandles;

/**
 * Prepares the superclasses of {@link TrackedLinkedHashMap} and {@link TrackedLinkedHashSet} for
 * JDK 21 and later. There the JDK's classes have methods whose result types JDK 17 does not know,
 * so that no source code for 17 can override them: {@code reversed}, {@code sequencedKeySet},
 * {@code sequencedValues} and {@code sequencedEntrySet}. Their results change the collection
 * without a call of a public method. Classes generated here stand in the place of the compiled ones
 * and make the collection leaky as such a view is handed out.
 */
public final class SequencedViews {

  private static final int FIRST_FEATURE_VERSION = 21;
  private static final String PACKAGE = "io/rekindle/bootstrap/collections/";
  private static final String SEQUENCED_SET = "()Ljava/util/SequencedSet;";
  private static final String SEQUENCED_COLLECTION = "()Ljava/util/SequencedCollection;";

  private static final String MAP_SIGNATURE =
      "<K:Ljava/lang/Object;V:Ljava/lang/Object;>Ljava/util/LinkedHashMap<TK;TV;>;";
  private static final String SET_SIGNATURE =
      "<E:Ljava/lang/Object;>Ljava/util/LinkedHashSet<TE;>;";

  private SequencedViews() {}

  /**
   * Defines the generated superclasses; does nothing before JDK 21. To be called once, before any
   * class of this package is used.
   *
   * @return whether such views are noticed, or don't exist; false if one of the classes was loaded
   *     before
   */
  public static boolean install() {
    if (Runtime.version().feature() < FIRST_FEATURE_VERSION) {
      return true;
    }
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      lookup.defineClass(linkedHashMapBase());
      lookup.defineClass(linkedHashSetBase());
      return true;
    } catch (IllegalAccessException | IOException | LinkageError e) {
      return false;
    }
  }

  private static byte[] linkedHashMapBase() throws IOException {
    String superName = "java/util/LinkedHashMap";
    ClassFileWriter type =
        new ClassFileWriter(PACKAGE + "LinkedHashMapBase", superName, MAP_SIGNATURE);
    type.constructor("()V");
    type.constructor("(I)V");
    type.constructor("(IF)V");
    type.constructor("(IFZ)V");
    type.constructor("(Ljava/util/Map;)V");
    type.abstractMethod("leak", "()V");
    leaking(type, "reversed", "()Ljava/util/SequencedMap;");
    leaking(type, "sequencedKeySet", SEQUENCED_SET);
    leaking(type, "sequencedValues", SEQUENCED_COLLECTION);
    leaking(type, "sequencedEntrySet", SEQUENCED_SET);
    plain(type, "plainKeys", "()Ljava/util/Set;", "sequencedKeySet", SEQUENCED_SET);
    plain(type, "plainValues", "()Ljava/util/Collection;", "sequencedValues", SEQUENCED_COLLECTION);
    plain(type, "plainEntries", "()Ljava/util/Set;", "sequencedEntrySet", SEQUENCED_SET);
    type.begin("plainLast", "()Ljava/lang/Object;");
    type.callSuper("sequencedEntrySet", SEQUENCED_SET);
    type.callInterface("java/util/SequencedSet", "getLast", "()Ljava/lang/Object;");
    type.endReturningObject();
    return type.toByteArray();
  }

  private static byte[] linkedHashSetBase() throws IOException {
    String superName = "java/util/LinkedHashSet";
    ClassFileWriter type =
        new ClassFileWriter(PACKAGE + "LinkedHashSetBase", superName, SET_SIGNATURE);
    type.constructor("()V");
    type.constructor("(I)V");
    type.constructor("(IF)V");
    type.constructor("(Ljava/util/Collection;)V");
    type.abstractMethod("leak", "()V");
    leaking(type, "reversed", SEQUENCED_SET);
    return type.toByteArray();
  }

  private static void leaking(ClassFileWriter type, String name, String descriptor)
      throws IOException {
    type.begin(name, descriptor);
    type.callOwn("leak", "()V");
    type.callSuper(name, descriptor);
    type.endReturningObject();
  }

  private static void plain(
      ClassFileWriter type, String name, String descriptor, String called, String calledDescriptor)
      throws IOException {
    type.begin(name, descriptor);
    type.callSuper(called, calledDescriptor);
    type.endReturningObject();
  }
}
