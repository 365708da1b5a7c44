package io.rekindle.loader.store;

/**
 * One entry of the class path as it was when the launch was recorded.
 *
 * @param path absolute path
 * @param kind {@code file}, {@code folder} or {@code missing}
 * @param sizeBytes size of a file; sum of the files in a folder
 * @param modifiedMs newest modification
 * @param sha256 of a file's content; of a folder the hash of its listing (path, size, time); empty
 *     if missing
 */
public record ClassPathEntry(
    String path, String kind, long sizeBytes, long modifiedMs, String sha256) {}
