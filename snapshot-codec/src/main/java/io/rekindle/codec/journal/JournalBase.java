package io.rekindle.codec.journal;

import io.rekindle.codec.StateInput;
import io.rekindle.codec.StateOutput;

/**
 * What an incarnation continues: the content of the first excerpt of every segment.
 *
 * <pre>
 * incarnation:varint baseSequence:varint startedMs:i64 nextOid:varint nextClassId:varint
 * </pre>
 *
 * @param incarnation protects from a journal that was copied or moved
 * @param sequence the commit whose state the incarnation started from, 0 if from nothing; commits
 *     of earlier incarnations with a higher number are not part of history
 * @param startedMs when the incarnation began, ms since 1970
 * @param nextOid no oid from here on was in use when the incarnation began
 * @param nextClassId no class id from here on was in use when the incarnation began
 */
public record JournalBase(
    int incarnation, long sequence, long startedMs, int nextOid, int nextClassId) {

  /** Appends this. */
  public void write(StateOutput output) {
    output.putVarint(incarnation);
    output.putVarlong(sequence);
    output.putLong(startedMs);
    output.putVarint(nextOid);
    output.putVarint(nextClassId);
  }

  /** Reads one. */
  public static JournalBase read(StateInput input) {
    return new JournalBase(
        input.getVarint(),
        input.getVarlong(),
        input.getLong(),
        input.getVarint(),
        input.getVarint());
  }
}
