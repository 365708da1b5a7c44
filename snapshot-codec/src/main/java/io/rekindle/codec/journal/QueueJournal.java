package io.rekindle.codec.journal;

import io.rekindle.codec.OperationOutput;

/**
 * A journal that is made while commits still go elsewhere, and takes over with {@link #begin}. All
 * that it needs on the disk for that is there before anything is written, see {@link
 * #reserveFirst}: a journal that begins, and then has no space for its first commit, would be of no
 * use to anybody.
 */
public interface QueueJournal extends JournalWriter {
  /**
   * Sees to it that there is space for the journal's beginning and for one commit. To be called
   * before {@link #begin}, by the thread that appends.
   *
   * @throws JournalFullException if there is not; nothing was written that a reader would see
   */
  void reserveFirst(OperationOutput operations) throws JournalException;

  /**
   * Begins the first segment.
   *
   * @param sequence the last commit before it
   * @param forced whether that and all before it are on the device
   */
  void begin(long sequence, boolean forced) throws JournalException;

  /**
   * Takes the space on the disk that the commits to come are expected to need, so that none of them
   * waits for it. Any thread may call this; that there is no space is told to the commits only.
   */
  void reserveAhead(long bytes);

  /**
   * Begins a new segment, and never again forces what was written before. For the owner of a
   * snapshot that holds all of that, after {@link #force} has failed: the system may have given up
   * the pages in question and call them clean, so that forcing them again would prove nothing.
   *
   * @throws JournalException if it can't begin; try again later
   */
  void renew() throws JournalException;
}
