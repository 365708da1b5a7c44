package io.rekindle.loader.health;

/**
 * Something that is wrong with an incarnation.
 *
 * @param cause the word for the record, should it be ended for this
 * @param text for people
 * @param isCertain whether it will not pass by itself, so that one look is enough
 */
record Symptom(String cause, String text, boolean isCertain) {

  /** One that may pass. */
  static Symptom of(String cause, String text) {
    return new Symptom(cause, text, false);
  }

  /** The same, with more to say. */
  Symptom with(String more) {
    return new Symptom(cause, text + more, isCertain);
  }
}
