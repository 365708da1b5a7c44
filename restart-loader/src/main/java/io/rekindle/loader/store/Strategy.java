package io.rekindle.loader.store;

import java.util.Arrays;

/** Who else of a group is restarted when one member crashes. The words are Erlang's. */
public enum Strategy {
  /** All members. */
  ONE_FOR_ALL("one-for-all"),
  /** Nobody else, but what the crashed one spawned ends. */
  ONE_FOR_ONE("one-for-one"),
  /** The members that were registered later. */
  REST_FOR_ONE("rest-for-one");

  private final String word;

  Strategy(String word) {
    this.word = word;
  }

  /** As in options and records. */
  public String word() {
    return word;
  }

  /**
   * The strategy with that word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Strategy of(String word) {
    return Arrays.stream(values())
        .filter(strategy -> strategy.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("strategy=" + word));
  }
}
