package io.rekindle.codec.recovery;

/**
 * A retirement list that the application's side adopted.
 *
 * @param retirement the list's id
 * @param sequence the commit that adopted it; from there on its objects are written anew if they
 *     are attached again
 */
public record Adoption(int retirement, long sequence) {}
