package io.rekindle.agent.weave;

import java.util.Map;
import java.util.TreeMap;

/** Notes what the weaving of one class is told of others. Confined to a thread. */
final class Answers implements ClassWeaver.Scope {

  private final ClassWeaver.Scope scope;
  private final Map<String, Boolean> woven = new TreeMap<>();
  private Boolean inheritsState;
  private Boolean isSerializable;

  Answers(ClassWeaver.Scope scope) {
    this.scope = scope;
  }

  @Override
  public boolean isWoven(String internalName) {
    boolean isWoven = scope.isWoven(internalName);
    if (internalName != null && WeaveScope.mayBeWoven(internalName)) {
      woven.put(internalName, isWoven);
    }
    return isWoven;
  }

  boolean inheritsState(ClassHeader header, ClassHierarchy hierarchy, ClassLoader loader) {
    // What it asks on the way is no answer of its own: it would be asked again.
    inheritsState = hierarchy.inheritsState(header, scope, loader);
    return inheritsState;
  }

  boolean isSerializable(ClassHeader header, ClassHierarchy hierarchy, ClassLoader loader) {
    isSerializable = hierarchy.isSerializable(header, loader);
    return isSerializable;
  }

  Surroundings of(ClassHeader header) {
    return Surroundings.of(header, woven, inheritsState, isSerializable);
  }
}
