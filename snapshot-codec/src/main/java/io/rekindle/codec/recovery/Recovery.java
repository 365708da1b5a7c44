package io.rekindle.codec.recovery;

import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.DeltaReader;
import io.rekindle.codec.OperationReader;
import io.rekindle.codec.OperationVisitor;
import io.rekindle.codec.StateInput;
import io.rekindle.codec.UnsupportedVersionException;
import io.rekindle.codec.journal.CommitSink;
import io.rekindle.codec.journal.JournalReader;
import io.rekindle.codec.journal.JournalTail;
import io.rekindle.codec.snapshot.SnapshotReader;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the image that a restart begins with:
 *
 * <ol>
 *   <li>take the newest snapshot that is sound and on the chain of history
 *   <li>apply the commits after it, incarnation by incarnation, each up to its successor's base
 *   <li>in the newest journal stop where nothing sound follows: that was never acknowledged
 *   <li>a damaged or missing commit before sound ones is corruption, and an error
 * </ol>
 */
public final class Recovery {
  private final NameFolder folder;
  private final long upTo;

  /** That of the newest snapshot; history before it is not looked at unless it is needed. */
  private int oldest;

  private IncarnationChain chain;

  /** Null if nobody decided on one. */
  private final RecoveryPoint point;

  private StateImage image;

  private Recovery(NameFolder folder, long upTo) throws IOException {
    this.folder = folder;
    List<Path> snapshots = folder.snapshotFiles();
    this.oldest =
        snapshots.isEmpty()
            ? NameFolder.NO_INCARNATION
            : NameFolder.incarnationOf(snapshots.get(snapshots.size() - 1));
    this.chain = new IncarnationChain(folder, oldest);
    this.point = RecoveryPoint.inEffect(folder, chain);
    this.upTo = point == null ? upTo : Math.min(upTo, point.sequence());
  }

  /**
   * The state as of the last commit, or of the {@link RecoveryPoint} that is in effect. Changes
   * nothing on disk. A name without state gives an empty image.
   *
   * @throws CorruptStateException if there is state and it can't be had
   */
  public static StateImage open(NameFolder folder) throws IOException {
    return new Recovery(folder, IncarnationChain.NO_LIMIT).run();
  }

  /**
   * As {@link #open}, for the one who owns the name: unsound snapshots that were got over are moved
   * to the folder of what was set aside. Changes of entries are applied at once, so that nothing is
   * found wrong with them when the application runs already.
   */
  public static StateImage openForRestart(NameFolder folder) throws IOException {
    StateImage image = open(folder);
    boolean complete = false;
    try {
      image.checkDeltas();
      complete = true;
    } finally {
      if (!complete) {
        image.close();
      }
    }
    for (Path unsound : image.unsoundSnapshots()) {
      StoreFiles.createFolders(folder.setAside());
      Files.move(unsound, folder.setAside().resolve(unsound.getFileName()));
    }
    return image;
  }

  /**
   * The state as of commit {@code sequence}. May be used beside the running writer if that commit
   * was appended before.
   *
   * @throws CorruptStateException if it can't be had
   */
  public static StateImage openAt(NameFolder folder, long sequence) throws IOException {
    StateImage image = new Recovery(folder, sequence).run();
    if (image.sequence() != sequence) {
      image.close();
      throw new CorruptStateException(
          "commit not there: sequence="
              + sequence
              + ", last="
              + image.sequence()
              + ", folder="
              + folder);
    }
    return image;
  }

  /**
   * The last commit that is whole now, for {@link #openAt} beside the running writer: without a
   * limit, a commit that is being written while one looks, and the sound ones right behind it, look
   * like damage.
   *
   * @return its sequence, or {@link IncarnationChain#NO_LIMIT} if nothing is there or there really
   *     is damage, which {@link #open} then tells about
   */
  public static long settledSequence(NameFolder folder) throws IOException {
    long before = -1;
    while (true) {
      IncarnationChain chain = new IncarnationChain(folder);
      IncarnationChain.Link newest = chain.newest();
      if (newest == null || RecoveryPoint.inEffect(folder, chain) != null) {
        // Nobody writes there any more.
        return IncarnationChain.NO_LIMIT;
      }
      JournalReader journal = newest.journal();
      int segment = journal.segments().size() - 1;
      while (journal.sequenceBefore(segment) < 0) {
        segment--;
      }
      long[] last = {journal.sequenceBefore(segment)};
      try {
        journal.read(last[0], IncarnationChain.NO_LIMIT, (s, t, b, o, l, f, p) -> last[0] = s);
        return last[0];
      } catch (CorruptStateException e) {
        // Damage stays where it is; a writer gets on.
        if (last[0] == before) {
          return IncarnationChain.NO_LIMIT;
        }
        if (before >= 0) {
          return last[0];
        }
        before = last[0];
      }
    }
  }

  private StateImage run() throws IOException {
    image = openSnapshot();
    if (image.snapshot() == null || image.snapshot().header().incarnation() < oldest) {
      image.close();
      oldest = NameFolder.NO_INCARNATION;
      chain = new IncarnationChain(folder);
      image = openSnapshot();
    }
    boolean complete = false;
    try {
      image.latestIncarnation = chain.latestIncarnation();
      IncarnationChain.Link newest = chain.newest();
      if (newest != null) {
        image.epoch = Math.max(image.epoch, newest.journal().epoch());
        image.incarnation = Math.max(image.incarnation, newest.incarnation());
      }
      for (IncarnationChain.Link link : chain.links()) {
        apply(link);
      }
      checkPoint();
      image.overlay.complete();
      image.nextOid = Math.max(image.nextOid, image.overlay.maxOid() + 1);
      image.nextClassId = Math.max(image.nextClassId, image.classes.maxId() + 1);
      complete = true;
      return image;
    } finally {
      if (!complete) {
        image.close();
      }
    }
  }

  private void checkPoint() {
    if (point == null || upTo != point.sequence()) {
      return;
    }
    if (image.sequence != upTo) {
      throw new CorruptStateException(
          "commit of the recovery point not there: sequence="
              + upTo
              + ", last="
              + image.sequence
              + ". To begin with the newest state, delete the file",
          folder.recoveryPoint(),
          0);
    }
    image.notes.add(
        "older state is used, later commits are given up: sequence="
            + upTo
            + ", file="
            + folder.recoveryPoint());
  }

  private StateImage openSnapshot() throws IOException {
    List<Path> files = folder.snapshotFiles();
    List<Path> unsound = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    StateImage found = null;
    for (int i = files.size() - 1; i >= 0 && found == null; i--) {
      SnapshotReader reader = null;
      try {
        reader = new SnapshotReader(files.get(i));
        if (isHistory(reader)) {
          reader.verify();
          found = new StateImage(reader);
        } else if (upTo == IncarnationChain.NO_LIMIT) {
          notes.add("snapshot not on the chain of history, ignored: file=" + files.get(i));
        }
      } catch (UnsupportedVersionException e) {
        throw e;
      } catch (CorruptStateException e) {
        unsound.add(files.get(i));
        notes.add("unsound snapshot, the one before it is used: " + e.getMessage());
      } finally {
        if (found == null && reader != null) {
          reader.close();
        }
      }
    }
    if (found == null) {
      found = new StateImage(null);
    }
    found.unsoundSnapshots().addAll(unsound);
    found.notes().addAll(notes);
    return found;
  }

  private boolean isHistory(SnapshotReader reader) {
    long sequence = reader.header().sequence();
    return sequence <= upTo && sequence <= chain.limitOf(reader.header().incarnation());
  }

  private void apply(IncarnationChain.Link link) throws IOException {
    long limit = Math.min(link.limit(), upTo);
    image.nextOid = Math.max(image.nextOid, link.journal().base().nextOid());
    image.nextClassId = Math.max(image.nextClassId, link.journal().base().nextClassId());
    if (limit <= image.sequence || limit <= link.base()) {
      return;
    }
    if (link.base() > image.sequence) {
      throw new CorruptStateException(
          "commits are missing: incarnation="
              + link.incarnation()
              + ", continues="
              + link.base()
              + ", expected<="
              + image.sequence,
          link.journal().segments().get(0),
          0);
    }
    JournalTail tail = link.journal().read(image.sequence, limit, new Applier());
    image.tailIncarnations++;
    image.lastReadIncarnation = link.incarnation();
    if (limit != IncarnationChain.NO_LIMIT && tail.sequence() < limit) {
      throw new CorruptStateException(
          "commits are missing: incarnation="
              + link.incarnation()
              + ", last="
              + tail.sequence()
              + ", expected="
              + limit
              + ", reason="
              + tail.cutOff(),
          tail.file(),
          tail.position());
    }
    if (tail.cutOff() != null) {
      image.notes.add(
          "journal cut off behind its last sound commit: sequence="
              + tail.sequence()
              + ", reason="
              + tail.cutOff()
              + (tail.lostAfter() == 0 ? "" : ", lost up to at least=" + tail.lostAfter())
              + ", file="
              + tail.file()
              + ", offset="
              + tail.position());
    }
  }

  /** Applies one commit after the other to the image. */
  private final class Applier implements CommitSink, OperationVisitor {
    private final StateInput input = new StateInput();
    private final DeltaReader deltas = new DeltaReader();

    @Override
    public void commit(
        long sequence,
        long timeMs,
        byte[] bytes,
        int offset,
        int length,
        Path file,
        long position) {
      byte[] kept = image.overlay.keep(bytes, offset, length);
      input.reset(kept, image.overlay.keptOffset(length), length);
      try {
        image.sequence = sequence;
        OperationReader.read(input, this);
      } catch (CorruptStateException e) {
        throw e.in(file, position);
      }
      image.timeMs = timeMs;
      image.tailCommits++;
      image.tailBytes += length;
    }

    @Override
    public void descriptor(ClassDescriptor descriptor) {
      image.classes.add(descriptor);
    }

    @Override
    public void node(int oid, int classId, byte[] bytes, int offset, int length) {
      image.classes.get(classId); // Throws if it was not described.
      image.overlay.put(oid, classId, offset, length);
    }

    @Override
    public void delta(int oid, int classId, byte[] bytes, int offset, int length) {
      deltas.check(image.classes.get(classId), bytes, offset, length);
      image.overlay.delta(oid, classId, offset, length, image.sequence);
    }

    @Override
    public void root(String name, int oid) {
      if (oid == 0) {
        image.roots.remove(name);
      } else {
        image.roots.put(name, oid);
      }
    }

    @Override
    public void retired(int id) {
      image.adoptions.add(new Adoption(id, image.sequence));
    }
  }
}
