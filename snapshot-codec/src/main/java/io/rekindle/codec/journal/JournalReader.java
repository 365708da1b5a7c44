package io.rekindle.codec.journal;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.StateInput;
import io.rekindle.codec.UnsupportedVersionException;
import io.rekindle.codec.store.NameFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the commits of one incarnation's journal. Confined to one thread; may read beside the
 * writer as long as it is limited to commits that were appended before.
 *
 * <p>Rules: commits follow each other without a gap. A segment that ends in rubbish is no fault if
 * the next one continues where it became unreadable: the writer leaves a segment it failed in. If
 * the next one begins with the commit that the segment ended with, the writer took that for failed,
 * and only the repetition counts. Where the last segment becomes unreadable the journal ends,
 * unless sound commits follow: then it is corrupt, or, if the bytes look like pages that never
 * reached the device and nothing says they had been forced, it ends as well, and what followed is
 * lost with them.
 */
public final class JournalReader {
  private static final long NONE = -1;

  /** An excerpt that is a commit by itself. */
  private static final int WHOLE = ExcerptHeader.BEGIN | ExcerptHeader.END;

  /** A commit that the next segment may repeat. */
  private record HeldCommit(long sequence, long timeMs, byte[] bytes, Path file, long position) {}

  private final List<Path> segments;
  private final JournalBase[] bases;
  private final long[] baseSequences;
  private final ExcerptHeader header = new ExcerptHeader();
  private final DamageProbe probe = new DamageProbe();
  private int firstSound = -1;
  private long epoch;

  // Of the reading that is under way.
  private long after;
  private long limit;
  private long last;
  private long lastTimeMs;
  private boolean repeatAllowed;
  private long pending;
  private int pendingParts;
  private byte[] buffer = new byte[64 << 10];
  private int buffered;

  /** Where the operations of the commit that is complete now lie. */
  private byte[] operations;

  private int operationsAt;
  private String fault;
  private long repeatedSequence;
  private HeldCommit held;

  /** Reads the first excerpt of every segment. */
  public JournalReader(NameFolder folder, int incarnation) throws IOException {
    segments = folder.segments(incarnation);
    bases = new JournalBase[segments.size()];
    baseSequences = new long[segments.size()];
    for (int i = 0; i < bases.length; i++) {
      readBase(i, incarnation);
    }
  }

  private void readBase(int index, int incarnation) throws IOException {
    Path file = segments.get(index);
    try (SegmentReader segment = new SegmentReader(file, SegmentReader.SMALL_WINDOW_BYTES)) {
      if (!segment.next() || !segment.readHeader(header)) {
        return;
      }
      load(segment, 0);
      if (header.isOtherVersion(buffer, 0)) {
        throw new UnsupportedVersionException(
            header.version(), ExcerptHeader.VERSION, segment.file());
      }
      if (header.faultOf(buffer, 0, segment.length()) != null || !header.has(ExcerptHeader.BASE)) {
        return;
      }
      StateInput input = new StateInput(buffer, ExcerptHeader.BYTES, header.length());
      JournalBase base = JournalBase.read(input);
      if (base.incarnation() != incarnation) {
        throw new CorruptStateException(
            "misplaced segment: incarnation=" + base.incarnation() + ", expected=" + incarnation,
            segments.get(index),
            segment.position());
      }
      bases[index] = base;
      baseSequences[index] = header.sequence();
      if (firstSound < 0) {
        firstSound = index;
        epoch = header.epoch();
      }
    }
  }

  /** Loads the excerpt behind the {@code kept} bytes of the buffer. */
  private void load(SegmentReader segment, int kept) throws IOException {
    int needed = Math.addExact(kept, segment.length());
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.max(needed, Math.min(2L * buffer.length, 1 << 30)));
    }
    segment.read(buffer, kept);
  }

  /**
   * What the incarnation continues, or null if its journal has no sound segment: it died before its
   * first commit.
   */
  public JournalBase base() {
    return firstSound < 0 ? null : bases[firstSound];
  }

  /** Number of the owner that wrote the journal; meaningless without a {@link #base}. */
  public long epoch() {
    return epoch;
  }

  /** The segments in the order they were written. */
  public List<Path> segments() {
    return segments;
  }

  /** The last commit before segment {@code index}, or -1 if the segment does not say so. */
  public long sequenceBefore(int index) {
    return bases[index] == null ? -1 : baseSequences[index];
  }

  /** Where the first sound commit lies in a journal without a sound base, or null. */
  public CorruptStateException findOrphan() throws IOException {
    for (Path file : segments) {
      try (SegmentReader segment = new SegmentReader(file)) {
        if (probe.findSound(segment, 0, 0, 0)) {
          return new CorruptStateException(
              "commits without a sound base before them: sequence=" + probe.found().sequence(),
              file,
              probe.foundPosition());
        }
      }
    }
    return null;
  }

  /**
   * Reads the commits with {@code after < sequence <= limit}.
   *
   * @throws CorruptStateException if a commit is damaged or missing before sound ones
   */
  public JournalTail read(long after, long limit, CommitSink sink) throws IOException {
    this.after = after;
    this.limit = limit;
    int index = startFor(after);
    last = after;
    lastTimeMs = 0;
    held = null;
    repeatAllowed = false;
    if (baseSequences[index] > after) {
      throw new CorruptStateException(
          "commits are missing: expected=" + (after + 1) + ", first=" + (baseSequences[index] + 1),
          segments.get(index),
          0);
    }
    JournalTail tail = readFrom(index, sink);
    deliverHeld(sink);
    return tail;
  }

  private JournalTail readFrom(int start, CommitSink sink) throws IOException {
    int index = start;
    while (true) {
      try (SegmentReader segment = new SegmentReader(segments.get(index))) {
        int following = soundAfter(index);
        repeatedSequence = following < 0 ? NONE : baseSequences[following] + 1;
        readSegment(segment, sink);
        if (last >= limit && held == null) {
          return new JournalTail(last, lastTimeMs, segment.file(), segment.position(), null, 0);
        }
        int next = nextFor(index);
        if (next < 0) {
          return end(index, segment);
        }
        repeatAllowed = baseSequences[next] == last - 1;
        index = next;
      }
    }
  }

  private int startFor(long sequence) {
    int start = firstSound;
    for (int i = firstSound + 1; i < bases.length; i++) {
      if (bases[i] != null && baseSequences[i] <= sequence) {
        start = i;
      }
    }
    return start;
  }

  /** The segment that continues where {@code index} ended, or -1. */
  private int nextFor(int index) {
    int next = soundAfter(index);
    return next >= 0 && (baseSequences[next] == last || baseSequences[next] == last - 1)
        ? next
        : -1;
  }

  private int soundAfter(int index) {
    for (int i = index + 1; i < bases.length; i++) {
      if (bases[i] != null) {
        return i;
      }
    }
    return -1;
  }

  /** Reads until the limit, the end or a fault; leaves the segment's position there. */
  private void readSegment(SegmentReader segment, CommitSink sink) throws IOException {
    fault = null;
    pending = 0;
    segment.next(); // The base, which was looked at before.
    while ((last < limit || repeatAllowed) && segment.next()) {
      if (last == after) {
        long claimed = segment.peekSequence();
        if (claimed >= 0 && claimed <= after) {
          continue;
        }
      }
      String unsound =
          segment.readHeader(header)
              ? header.headerFault(segment.length())
              : "excerpt too short: length=" + segment.length();
      if (last == after && unsound != null) {
        // Covered by the snapshot, or not: then the next sound commit shows that it is missing.
        fault = unsound;
        continue;
      }
      fault = unsound == null ? acceptExcerpt(segment, sink) : unsound;
      if (fault != null) {
        return;
      }
    }
    if (last < limit && segment.end().isFault()) {
      fault = "document " + segment.end();
    }
  }

  private String acceptExcerpt(SegmentReader segment, CommitSink sink) throws IOException {
    long sequence = header.sequence();
    if (header.has(ExcerptHeader.BASE) || header.epoch() != epoch) {
      return "misplaced excerpt: epoch=" + header.epoch() + ", expected=" + epoch;
    }
    if (header.has(ExcerptHeader.BEGIN)) {
      boolean isNext = sequence == last + 1 && last < limit;
      if (!isNext && !(repeatAllowed && sequence == last)) {
        return "commit out of order: sequence=" + sequence + ", expected=" + (last + 1);
      }
      pending = sequence;
      pendingParts = 0;
      buffered = 0;
    } else if (sequence != pending) {
      return "part of another commit: sequence=" + sequence + ", expected=" + pending;
    }
    if (header.part() != (pendingParts & 0xFFFF)) {
      return "part out of order: part=" + header.part() + ", expected=" + pendingParts;
    }
    int inWindow = header.has(WHOLE) ? segment.inWindow() : SegmentReader.NOT_IN_WINDOW;
    String unsound = inWindow < 0 ? loadPart(segment) : usePart(segment, inWindow);
    if (unsound != null) {
      return unsound;
    }
    pendingParts++;
    if (header.has(ExcerptHeader.END)) {
      repeatAllowed = false;
      pending = 0;
      last = sequence;
      lastTimeMs = header.timeMs();
      deliver(sink, segment);
    }
    return null;
  }

  /**
   * Passes on the commit that is complete now. One that the next segment may repeat is held back
   * until it is seen whether it does: what the repetition says is relative to the state before, as
   * its writer takes the first try for not stored.
   */
  private void deliver(CommitSink sink, SegmentReader segment) {
    if (held != null && held.sequence() == last) {
      held = null;
    }
    deliverHeld(sink);
    if (last == repeatedSequence) {
      byte[] bytes = Arrays.copyOfRange(operations, operationsAt, operationsAt + buffered);
      held = new HeldCommit(last, lastTimeMs, bytes, segment.file(), segment.position());
    } else {
      sink.commit(
          last, lastTimeMs, operations, operationsAt, buffered, segment.file(), segment.position());
    }
  }

  private void deliverHeld(CommitSink sink) {
    if (held != null) {
      byte[] bytes = held.bytes();
      sink.commit(
          held.sequence(), held.timeMs(), bytes, 0, bytes.length, held.file(), held.position());
      held = null;
    }
  }

  /** Takes the excerpt's operations from where they are; returns its fault, or null. */
  private String usePart(SegmentReader segment, int at) {
    operations = segment.window();
    operationsAt = at + ExcerptHeader.BYTES;
    buffered = header.length();
    return header.faultOf(operations, at, segment.length());
  }

  /** Appends the excerpt's operations to the buffer; returns its fault, or null. */
  private String loadPart(SegmentReader segment) throws IOException {
    load(segment, buffered);
    String unsound = header.faultOf(buffer, buffered, segment.length());
    if (unsound == null) {
      System.arraycopy(buffer, buffered + ExcerptHeader.BYTES, buffer, buffered, header.length());
      buffered += header.length();
    }
    operations = buffer;
    operationsAt = 0;
    return unsound;
  }

  /**
   * Judges why nothing continues behind segment {@code index}, which ended at its position. The
   * commit that is torn there was never acknowledged if it is the last one; so what counts is
   * whether a later one is sound.
   */
  private JournalTail end(int index, SegmentReader segment) throws IOException {
    long at = segment.position();
    boolean sealed = fault == null && segment.end() == SegmentReader.End.SEALED;
    if (!sealed && probe.findSound(segment, at & ~3L, last + 1, 0)) {
      long next = probe.found().sequence();
      if (probe.hasUnwrittenPage(segment, at, probe.foundPosition())
          && !probe.findSound(segment, at & ~3L, last + 1, ExcerptHeader.FORCED)
          && !findLater(index, ExcerptHeader.FORCED)) {
        return new JournalTail(
            last, lastTimeMs, segment.file(), at, "pages that never reached the device", next);
      }
      throw damaged(segment.file(), at, next);
    }
    if (findLater(index, 0)) {
      throw damaged(segment.file(), at, probe.found().sequence());
    }
    return new JournalTail(last, lastTimeMs, segment.file(), at, fault, 0);
  }

  private boolean findLater(int index, int flags) throws IOException {
    for (int i = index + 1; i < segments.size(); i++) {
      try (SegmentReader later = new SegmentReader(segments.get(i))) {
        if (probe.findSound(later, 0, last + 1, flags)) {
          return true;
        }
      }
    }
    return false;
  }

  private CorruptStateException damaged(Path file, long at, long next) {
    return new CorruptStateException(
        "damaged before sound commits: expected="
            + (last + 1)
            + ", next sound="
            + next
            + ", reason="
            + (fault == null ? "nothing there" : fault)
            + ". To start without this state, set on-restore-failure=cold-start; it is kept in"
            + " set-aside",
        file,
        at);
  }
}
