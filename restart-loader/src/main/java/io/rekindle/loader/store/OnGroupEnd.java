package io.rekindle.loader.store;

import java.util.Arrays;

/** What becomes of the members' folders when their group has ended. The names are free then. */
public enum OnGroupEnd {
  /** The state stays; a later launch under the name goes on with it. */
  KEEP("keep"),
  /** The folder moves to {@code STORE/.archive}. */
  ARCHIVE("archive"),
  /** Nothing stays. */
  DELETE("delete");

  private final String word;

  OnGroupEnd(String word) {
    this.word = word;
  }

  /** As in options and records. */
  public String word() {
    return word;
  }

  /**
   * The choice with that word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static OnGroupEnd of(String word) {
    return Arrays.stream(values())
        .filter(choice -> choice.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("on-group-end=" + word));
  }
}
