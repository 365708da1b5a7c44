package io.rekindle.codec.journal;

import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * The journal of one incarnation in a Chronicle queue of its own.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>small excerpts are written in place, see {@link InPlaceAppender}; the first of a segment
 *       and all that the file's index names are Chronicle's
 *   <li>every segment begins with a BASE excerpt, and no commit spans two segments
 *   <li>the stretch that Chronicle writes next is reserved first, so that a full disk is an
 *       exception before anything was written (see {@link SegmentSpace})
 *   <li>after a failure of any other kind nothing more is written to that segment: the next commit
 *       goes to a new one
 * </ul>
 *
 * <p>All methods belong to one thread at a time, but for {@link #force}, {@link #reserveAhead} and
 * {@link #bytesWritten}: another thread may call those at the same time, each by one at a time. An
 * append takes no lock; only what forcing has to know of segments is under one.
 */
public final class ChronicleJournal implements QueueJournal {
  /** Chronicle's own needs beside an excerpt: an index page or two, the end mark. */
  private static final int SLACK_BYTES = 128 << 10;

  /** What a new segment has reserved: Chronicle begins it with 64 KiB of header and index. */
  private static final int FIRST_BYTES = 256 << 10;

  /** More than a segment holds when its BASE is written. */
  private static final int BEGINNING_BYTES = FIRST_BYTES - SLACK_BYTES;

  /** What a full disk may leave unused. */
  private static final long AHEAD_BYTES_MAX = 16L << 20;

  /** More than is written while the thread that reserves ahead waits for a core. */
  private static final int SOON_BYTES_MAX = 2 << 20;

  /** Header word, alignment. */
  private static final int EXCERPT_EXTRA_BYTES = 16;

  private final Path folder;
  private final JournalOptions options;
  private final ChronicleSetup.SegmentClock clock = new ChronicleSetup.SegmentClock();
  private final CommitFraming framing;
  private final SegmentSpace space;
  private final MappedPages pages = new MappedPages();
  private final InPlaceAppender inPlace = new InPlaceAppender(ChronicleSetup.INDEX_SPACING);
  private final SegmentForcer forcer = new SegmentForcer();
  private final Object segmentsLock = new Object();
  private final Object forceLock = new Object();

  // Guarded by segmentsLock; the thread that appends is the only one that changes segmentFile.
  private final List<Path> unforcedSegments = new ArrayList<>();
  private boolean folderUnforced = true;
  private Path segmentFile;

  // Of the thread that appends.
  private SingleChronicleQueue queue;
  private ExcerptAppender appender;
  private long segmentPosition;
  private long lastSequence;
  private boolean broken;
  private boolean closed;
  private boolean earlierForced = true;

  /**
   * Who appends sees to so much itself if the one who reserves ahead is late: after the beginning
   * of a segment, or where commits come faster than before. Next to nothing where little is
   * written.
   */
  private volatile long soonBytes;

  private final AtomicLong bytesWritten = new AtomicLong();
  private volatile long bytesForced;

  private ChronicleJournal(
      Path folder,
      JournalBase base,
      long epoch,
      JournalOptions options,
      SegmentSpace.Filler filler) {
    this.folder = folder;
    this.framing = new CommitFraming(base, epoch, options.partBytes(), this::writeExcerpt);
    this.options = options;
    this.lastSequence = base.sequence();
    this.space = new SegmentSpace(options.reserveBytes(), filler);
  }

  /**
   * Makes the journal of an incarnation; its folder must be new.
   *
   * @param epoch number of the owner that writes
   * @throws JournalFullException if there is no space for a first segment
   */
  public static ChronicleJournal create(
      Path folder, JournalBase base, long epoch, JournalOptions options) throws IOException {
    return create(folder, base, epoch, options, FileChannel::write);
  }

  static ChronicleJournal create(
      Path folder, JournalBase base, long epoch, JournalOptions options, SegmentSpace.Filler filler)
      throws IOException {
    ChronicleJournal journal = prepare(folder, base, epoch, options, filler);
    journal.begin(base.sequence(), true);
    return journal;
  }

  /**
   * Does all that takes time and leaves {@link #begin} to be called before the first commit, by the
   * thread that appends. The journal's folder must be new.
   *
   * @param epoch number of the owner that writes
   * @throws JournalFullException if there is no space for a first segment
   */
  public static ChronicleJournal prepare(
      Path folder, JournalBase base, long epoch, JournalOptions options) throws IOException {
    return prepare(folder, base, epoch, options, FileChannel::write);
  }

  private static ChronicleJournal prepare(
      Path folder, JournalBase base, long epoch, JournalOptions options, SegmentSpace.Filler filler)
      throws IOException {
    ChronicleJournal journal = null;
    boolean prepared = false;
    try {
      ChronicleSetup.addShutdownHook();
      journal = new ChronicleJournal(folder, base, epoch, options, filler);
      journal.openQueue();
      prepared = true;
      return journal;
    } catch (RuntimeException | Error e) {
      throw new JournalException("journal can't be made: folder=" + folder + ": " + e, e);
    } finally {
      if (!prepared && journal != null) {
        journal.close();
      }
    }
  }

  private void openQueue() throws IOException {
    StoreFiles.createFolders(folder);
    space.prepare(folder.resolve(ChronicleSetup.METADATA_FILE), ChronicleSetup.METADATA_BYTES);
    queue = ChronicleSetup.open(folder, clock);
    appender = queue.createAppender();
    appender.singleThreadedCheckDisabled(true);
    // Only now: a new appender waits for the header of a segment that it finds.
    segmentFile = ChronicleSetup.segmentFile(folder, 0);
    space.prepare(segmentFile, FIRST_BYTES);
  }

  @Override
  public void reserveFirst(OperationOutput operations) throws JournalException {
    space.reserve(BEGINNING_BYTES + neededBytes(operations) + SLACK_BYTES);
  }

  @Override
  public void begin(long sequence, boolean forced) throws JournalException {
    lastSequence = sequence;
    earlierForced = forced;
    try {
      writeBase();
    } catch (RuntimeException | Error e) {
      throw new JournalException("journal can't begin: folder=" + folder + ": " + e, e);
    }
  }

  @Override
  public void append(OperationOutput operations, long sequence, long timeMs)
      throws JournalException {
    if (closed) {
      throw new JournalException("journal is closed: folder=" + folder, null);
    }
    boolean interrupted = Thread.interrupted();
    try {
      appendUninterrupted(operations, sequence, timeMs);
    } catch (RuntimeException | Error e) {
      broken = true;
      throw new JournalException(
          "commit not stored: sequence=" + sequence + ", file=" + segmentFile + ": " + e, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void appendUninterrupted(OperationOutput operations, long sequence, long timeMs)
      throws JournalException {
    if (sequence != lastSequence + 1) {
      throw new IllegalArgumentException(
          "commit out of order: sequence=" + sequence + ", expected=" + (lastSequence + 1));
    }
    if (broken || segmentPosition >= options.segmentBytes()) {
      roll();
    }
    long end = segmentPosition + neededBytes(operations);
    space.reserve(end + SLACK_BYTES);
    space.reserveSoon(Math.min(end + soonBytes, options.segmentBytes()) + SLACK_BYTES);
    try {
      framing.write(operations, sequence, timeMs, forcedFlag());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lastSequence = sequence;
  }

  private long neededBytes(OperationOutput operations) {
    long parts = framing.parts(operations);
    return operations.operationsLength() + parts * (ExcerptHeader.BYTES + EXCERPT_EXTRA_BYTES);
  }

  private int forcedFlag() {
    return earlierForced && bytesForced == bytesWritten.getPlain() ? ExcerptHeader.FORCED : 0;
  }

  private void writeExcerpt(byte[] bytes, int length) {
    if (inPlace.hasRoom(length, space.reserved())) {
      segmentPosition = inPlace.write(bytes, length);
    } else {
      writeByChronicle(bytes, length);
    }
    bytesWritten.setRelease(bytesWritten.getPlain() + length);
  }

  private void writeByChronicle(byte[] bytes, int length) {
    boolean written = false;
    long number = 0;
    BytesStore<?, ?> mapped = null;
    DocumentContext context = appender.writingDocument(false);
    try {
      Bytes<?> target = context.wire().bytes();
      target.write(bytes, 0, length);
      segmentPosition = target.writePosition();
      mapped = target.bytesStore();
      number = ChronicleSetup.numberInSegment(context.index());
      pages.writing(mapped);
      if (segmentPosition > space.reserved()) {
        throw new IllegalStateException(
            "written beyond what is reserved: position="
                + segmentPosition
                + ", reserved="
                + space.reserved());
      }
      written = true;
    } finally {
      if (!written) {
        inPlace.release();
        context.rollbackOnClose();
      }
      context.close();
    }
    segmentPosition = inPlace.follow(mapped, segmentPosition, number);
  }

  private void writeBase() throws JournalException {
    try {
      framing.writeBase(lastSequence, forcedFlag());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    space.reserve(segmentPosition + SLACK_BYTES);
  }

  /** Begins the next segment. If there is no space for it, the current one stays. */
  private void roll() throws JournalException {
    int next = clock.segment() + 1;
    Path nextFile = ChronicleSetup.segmentFile(folder, next);
    space.prepare(nextFile, FIRST_BYTES);
    broken = true;
    synchronized (segmentsLock) {
      unforcedSegments.add(segmentFile);
      folderUnforced = true;
      segmentFile = nextFile;
    }
    clock.segment(next);
    inPlace.release();
    writeBase();
    broken = false;
  }

  @Override
  public void force() throws JournalException {
    synchronized (forceLock) {
      List<Path> segments;
      boolean folderToo;
      long bytes;
      synchronized (segmentsLock) {
        segments = SegmentForcer.withCurrent(unforcedSegments, segmentFile);
        folderToo = folderUnforced;
        bytes = bytesWritten.get();
      }
      try {
        forcer.force(segments, folderToo);
      } catch (IOException e) {
        throw new JournalException("commits can't be forced: folder=" + folder + ": " + e, e);
      }
      synchronized (segmentsLock) {
        unforcedSegments.removeAll(segments.subList(0, segments.size() - 1));
        if (folderToo && segmentFile.equals(segments.get(segments.size() - 1))) {
          folderUnforced = false;
        }
        bytesForced = bytes;
      }
    }
  }

  @Override
  public void renew() throws JournalException {
    synchronized (forceLock) {
      synchronized (segmentsLock) {
        // Nothing from here on may be called forced on the strength of what was before.
        earlierForced = false;
        try {
          roll();
        } catch (RuntimeException | Error e) {
          broken = true;
          throw new JournalException("segment can't begin: file=" + segmentFile + ": " + e, e);
        }
        unforcedSegments.clear();
        forcer.close();
      }
    }
  }

  @Override
  public void reserveAhead(long bytes) {
    long ahead = Math.min(bytes, AHEAD_BYTES_MAX);
    soonBytes = Math.min(ahead, SOON_BYTES_MAX);
    space.reserveAhead(ahead, options.segmentBytes() + SLACK_BYTES);
    MappedBytesStore mapped = pages.current();
    long position = space.needed() - SLACK_BYTES;
    pages.touch(mapped, position, Math.min(position + ahead, space.reserved()));
  }

  @Override
  public long bytesWritten() {
    return bytesWritten.get();
  }

  @Override
  public void close() {
    synchronized (forceLock) {
      synchronized (segmentsLock) {
        if (!closed) {
          closed = true;
          inPlace.release();
          forcer.close();
          space.close();
          if (appender != null) {
            appender.close();
          }
          if (queue != null) {
            queue.close();
          }
        }
      }
    }
  }
}
