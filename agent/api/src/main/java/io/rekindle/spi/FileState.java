package io.rekindle.spi;

import java.nio.file.Path;

/**
 * What is stored of a {@link io.rekindle.TrackedFile}. Immutable. Not for applications.
 *
 * @param path absolute
 * @param mode name of the mode
 * @param options bit n is set if option n is
 * @param position where the next byte is read or written
 * @param length bytes in the file, as far as this application knows
 * @param hashedFrom begin of the stretch whose checksum is known, up to {@code hashedTo}, exclusive
 * @param crc CRC32C of that stretch
 * @param inode number of the file in its file system, 0 if unknown
 * @param inodePath the path when the number was taken: it says nothing about another place
 * @param isOpen false once it was closed
 */
public record FileState(
    Path path,
    String mode,
    int options,
    long position,
    long length,
    long hashedFrom,
    long hashedTo,
    int crc,
    long inode,
    String inodePath,
    boolean isOpen) {}
