package io.rekindle.agent.restore;

import java.util.HashMap;
import java.util.Map;

/**
 * Finds for a thread of ours what stored values name. It has the claiming thread look for what is
 * not known yet, as loading a class, and reading annotations, may take locks of the application's
 * class loaders. Confined to one thread.
 */
final class HandedNames implements NamedTypes {

  private final StoredClasses classes;
  private final ClaimingThread claiming;
  private final Map<String, Class<?>> loaded = new HashMap<>();

  HandedNames(StoredClasses classes, ClaimingThread claiming) {
    this.classes = classes;
    this.claiming = claiming;
  }

  @Override
  public Class<?> load(String storedName) {
    Class<?> type = loaded.get(storedName);
    if (type == null) {
      type = claiming.call(() -> classes.load(storedName));
      loaded.put(storedName, type);
    }
    return type;
  }

  @Override
  public Object enumConstant(int classId, String name) {
    Object constant = classes.knownConstant(classId, name);
    return constant != null ? constant : claiming.call(() -> classes.enumConstant(classId, name));
  }
}
