package io.rekindle.agent.weave;

/**
 * The result of weaving one class.
 *
 * @param bytes the woven class file, or null if the class stays as it is
 * @param bypassesBarriers see {@link BarrierBypasses}
 * @param hasCheckpoints whether it has checkpoint methods
 */
record WovenClass(byte[] bytes, boolean bypassesBarriers, boolean hasCheckpoints) {

  static final WovenClass UNCHANGED = new WovenClass(null, false, false);
}
