package io.rekindle.demo.birdstrikes;

/** How badly the aircraft was hurt. */
public enum Damage {
  /** No damage. */
  NONE("None"),
  /** Repaired with simple means. */
  MINOR("Minor"),
  /** Between the neighbours, as the source has it. */
  MEDIUM("Medium"),
  /** Structure or flight characteristics affected. */
  SUBSTANTIAL("Substantial"),
  /** A code of the source, kept as it is. */
  CODE_B("B"),
  /** A code of the source, kept as it is. */
  CODE_C("C");

  private final String label;

  Damage(String label) {
    this.label = label;
  }

  /**
   * Returns the damage that the source calls {@code label}.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Damage of(String label) {
    for (Damage damage : values()) {
      if (damage.label.equals(label)) {
        return damage;
      }
    }
    throw new IllegalArgumentException("unknown damage: label=" + label);
  }
}
