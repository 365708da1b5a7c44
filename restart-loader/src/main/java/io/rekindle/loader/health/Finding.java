package io.rekindle.loader.health;

/**
 * What the watch has to say of an incarnation that has ended.
 *
 * @param cause why the watch ended it, empty if it did not
 * @param threads file of its thread dump, empty if there is none
 * @param readyMs when it was ready, 0 if that is not known or it never was
 */
public record Finding(String cause, String threads, long readyMs) {
  /** Nothing was looked at. */
  public static final Finding NONE = new Finding("", "", 0);

  /** Whether the watch ended it. */
  public boolean isCause() {
    return !cause.isEmpty();
  }
}
