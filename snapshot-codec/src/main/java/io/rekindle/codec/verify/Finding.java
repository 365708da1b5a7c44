package io.rekindle.codec.verify;

import java.nio.file.Path;

/**
 * Something that is not as it should be.
 *
 * @param isFatal true if state can't be had because of it
 * @param file where, or null if it is about the whole name
 * @param offset in the file, -1 if unknown
 * @param message what, for a person
 */
public record Finding(boolean isFatal, Path file, long offset, String message) {}
