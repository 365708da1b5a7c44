package io.rekindle.bootstrap.collections;

import io.rekindle.bootstrap.Barrier;
import io.rekindle.bootstrap.Sections;

/**
 * What changed in one container since its last capture.
 *
 * <p>Each mutator calls {@link #enter()} first and {@link #exit()} last, and notes the change in
 * between, after it was made. So a capture, which closes the gate of {@link Sections}, sees either
 * all of a change together with its note, or nothing of both.
 *
 * <p>Where memory or stack is at its end, noting fails. The change was made then, so the error goes
 * no further: the log is whole, or, if even the container can't be marked, the next commit looks at
 * all objects.
 */
public abstract class ChangeLog {

  /** The container whose changes these are. */
  final TrackedContainer owner;

  /** As in a woven object: 0 no capture yet, +oid unchanged since, -oid changed since. */
  private volatile int word;

  /** Written directly where a note has failed: there may be no stack left for a call. */
  volatile boolean whole;

  /** Whether any change was begun since the last capture, noted or not. */
  private boolean touched;

  /** Whether any change ever went on though the gate stayed closed. */
  private volatile boolean ungated;

  ChangeLog(TrackedContainer owner) {
    this.owner = owner;
  }

  /** The tracking word: 0 no capture yet, +oid unchanged since, -oid changed since. */
  public final int word() {
    return word;
  }

  /** Sets the tracking word; called by the capture. */
  public final void word(int newWord) {
    if (newWord > 0) {
      touched = false;
    }
    word = newWord;
  }

  /**
   * Whether any change was begun since the last capture. Where a note may be missing, for want of
   * stack, the whole contents of such a container have to be written.
   */
  public final boolean isTouched() {
    return touched;
  }

  /**
   * Demands that the whole contents are written at the next capture, for instance since the commit
   * that held the changes was lost. Does not mark the container as changed.
   */
  public final synchronized void setWhole() {
    forget();
    whole = true;
  }

  /** Whether the entries don't tell all that changed, so that all contents have to be written. */
  public final boolean isWhole() {
    return whole;
  }

  /** Marks the container as changed in a way that only its whole contents tell. */
  final void changeWhole() {
    enter();
    setWhole();
    exit();
  }

  /** Begins a change: no capture runs until {@link #exit()}. */
  final void enter() {
    if (!touched) {
      touched = true;
    }
    if (Sections.enterChange() && Sections.isUngated()) {
      ungated = true;
    }
  }

  /**
   * Ends a change that began before there was a log. A log that was started meanwhile belongs to a
   * capture that may have seen none of the change, or a part: the next one has to write all
   * contents.
   *
   * @param log the container's log now, or null
   */
  static void endUnlogged(ChangeLog log) {
    if (log != null) {
      log.changeWhole();
    }
  }

  /** Ends a change; marks the container as changed if anything was noted. */
  final void exit() {
    int captured = word;
    try {
      mark(captured);
    } catch (VirtualMachineError e) {
      word = captured;
      Barrier.missed = true;
    } finally {
      leave();
    }
  }

  private static void leave() {
    try {
      Sections.exitChange();
    } catch (StackOverflowError e) {
      Sections.unleft++;
      throw e;
    }
  }

  private void mark(int captured) {
    if (ungated && Sections.isUngated()) {
      // A capture may have run in the middle of the change: what it saw and the notes don't fit.
      setWhole();
    }
    if (captured > 0 && hasChanges()) {
      word = -captured;
      Barrier.changed(owner);
    }
  }

  /** Whether anything was noted since the last capture. */
  public abstract boolean hasChanges();

  /** Drops all notes of single changes. */
  abstract void forget();

  /** Forgets everything, as after a capture. */
  public final synchronized void reset() {
    forget();
    whole = false;
  }
}
