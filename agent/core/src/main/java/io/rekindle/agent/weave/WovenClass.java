package io.rekindle.agent.weave;

/**
 * The result of weaving one class.
 *
 * @param bytes the woven class file, or null if the class stays as it is
 * @param bypassesBarriers see {@link BarrierBypasses}
 * @param hasCheckpoints whether it has checkpoint methods
 * @param source what it depends on; null for a class that we generated
 */
record WovenClass(
    byte[] bytes, boolean bypassesBarriers, boolean hasCheckpoints, SurroundingsSource source) {

  /** A class that stays as it is. */
  static WovenClass unchanged(Surroundings surroundings) {
    return new WovenClass(null, false, false, surroundings);
  }

  /** A class that we generated. */
  static WovenClass generated(byte[] bytes) {
    return new WovenClass(bytes, false, false, null);
  }

  /** What it depends on; null for a class that we generated. */
  Surroundings surroundings() {
    return source == null ? null : source.surroundings();
  }
}
