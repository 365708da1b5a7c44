package io.rekindle.agent.restore;

/** What stored values name: classes and enum constants. As one thread may look for them. */
interface NamedTypes {

  /**
   * The class of a stored name.
   *
   * @throws RestoreException if there is none
   */
  Class<?> load(String storedName);

  /**
   * An enum constant.
   *
   * @throws RestoreException if there is none
   */
  Object enumConstant(int classId, String name);
}
