package io.rekindle.codec.journal;

import java.nio.file.Path;

/**
 * Where the reading of a journal ended.
 *
 * @param sequence the last commit that was read
 * @param timeMs its time, 0 if none was read
 * @param file the segment where reading stopped
 * @param position the offset where it stopped
 * @param cutOff what lies there instead of a commit, or null if the journal simply ends
 * @param lostAfter a sound commit behind pages that never reached the device, 0 if there is none
 */
public record JournalTail(
    long sequence, long timeMs, Path file, long position, String cutOff, long lostAfter) {}
