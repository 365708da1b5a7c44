package io.rekindle.bootstrap.collections;

/**
 * A tracked list or queue that has no log before its first change after it was captured, and keeps
 * the tracking word itself until then. Most small lists never change once they were captured: a log
 * would take more memory than they do, and a capture longer to make it than to write the list. The
 * first change has it written whole, so long ones have their log from the capture on.
 *
 * <p>{@link #$rekindle$log} is for those who change the sequence: it makes the log if it is time.
 * Captures ask for {@link #$rekindle$word()} and {@link #$rekindle$presentLog()}.
 */
public interface LateLoggedSequence extends TrackedSequence {

  @Override
  SpliceLog $rekindle$presentLog();
}
