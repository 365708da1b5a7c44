package io.rekindle.agent.weave;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Notes what the weaving of one class is told of others. Confined to a thread: first to that which
 * weaves, then to the one that stores.
 */
final class Answers implements ClassWeaver.Scope {

  private final ClassWeaver.Scope scope;
  private final ClassHierarchy hierarchy;
  private final ClassLoader loader;
  private final Map<String, Boolean> woven = new TreeMap<>();

  /** The application's classes that the answers are about. */
  private final Set<String> asked = new HashSet<>();

  private Ancestry ancestry;
  private Boolean isSerializable;

  Answers(ClassWeaver.Scope scope, ClassHierarchy hierarchy, ClassLoader loader) {
    this.scope = scope;
    this.hierarchy = hierarchy;
    this.loader = loader;
  }

  @Override
  public boolean isWoven(String internalName) {
    boolean isWoven = scope.isWoven(internalName);
    if (internalName != null && WeaveScope.mayBeWoven(internalName)) {
      woven.put(internalName, isWoven);
      asked.add(internalName);
    }
    return isWoven;
  }

  Ancestry ancestry(ClassHeader header) {
    ancestry = hierarchy.ancestry(header, scope, loader, asked::add);
    return ancestry;
  }

  boolean isSerializable(ClassHeader header) {
    isSerializable = hierarchy.isSerializable(header, loader, asked::add);
    return isSerializable;
  }

  /** To be asked once nothing more is; that may be by another thread. */
  SurroundingsSource source(ClassHeader header, MainJar mainJar) {
    return () -> of(header, mainJar);
  }

  private Surroundings of(ClassHeader header, MainJar mainJar) {
    long identity = mainJar.identityFor(loader);
    boolean isAtHome = identity != MainJar.NONE && asked.stream().allMatch(mainJar::brings);
    return Surroundings.of(
        header,
        asked.isEmpty(),
        isAtHome ? identity : MainJar.NONE,
        woven,
        ancestry,
        isSerializable);
  }
}
