package io.rekindle.codec.fold;

import java.nio.file.Path;
import java.util.List;

/**
 * What a fold did.
 *
 * @param snapshot the newest snapshot
 * @param isNew false if it was there already, as nothing was committed since
 * @param sequence the commit it goes up to
 * @param nodes nodes in it
 * @param snapshotBytes its size
 * @param forgotten nodes that were left out
 * @param kept nodes that no root leads to, but that the application may still attach again
 * @param retirement id of the list of those that was written, 0 if none was
 * @param retired journal segments that were deleted
 * @param notes what was found beside, each a sentence for the log
 * @param elapsedMs how long it took
 */
public record FoldReport(
    Path snapshot,
    boolean isNew,
    long sequence,
    long nodes,
    long snapshotBytes,
    long forgotten,
    long kept,
    int retirement,
    int retired,
    List<String> notes,
    long elapsedMs) {}
