package io.rekindle.loader.supervise;

import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.EndsLog;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.Rung;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which number an incarnation had and how it ended. The numbers are the agent's; where it took
 * none, they are counted here. Used by the supervising thread only.
 */
final class IncarnationLog {
  private static final Logger LOG = LoggerFactory.getLogger(IncarnationLog.class);

  private final NameFolder folder;
  private final EndsLog ends;
  private int latest;

  /** The present one has no agent, and so no number. */
  private boolean isUnnumbered;

  IncarnationLog(NameFolder folder) {
    this.folder = folder;
    this.ends = new EndsLog(folder);
    this.latest = folder.incarnationMax();
  }

  /** One more was started. */
  void started() {
    isUnnumbered = false;
    latest++;
  }

  /** One that runs has the number of its agent, {@link NameFolder#NULL_INCARNATION} without. */
  void adopted(int number) {
    isUnnumbered = number == NameFolder.NULL_INCARNATION;
    latest = Math.max(latest, number);
  }

  /** The number of the present one as far as it is known, see {@link #adopted}. */
  int latest() {
    return isUnnumbered ? NameFolder.NULL_INCARNATION : latest;
  }

  /** The number that the agent in the process took; our own count if it took none. */
  int numberOf(long pid) {
    if (isUnnumbered) {
      return NameFolder.NULL_INCARNATION;
    }
    latest =
        LockText.read(folder.ownerLock())
            .filter(text -> text.pid() == pid && text.incarnation() != NameFolder.NULL_INCARNATION)
            .map(LockText::incarnation)
            .orElse(latest);
    return latest;
  }

  /** Whether the application in the process said that its end is intended. */
  boolean isDeclaredClean(int incarnation, long pid) {
    return LockText.read(folder.cleanExit())
        .filter(text -> text.pid() == pid && text.incarnation() == incarnation)
        .isPresent();
  }

  /** Whether the newest one ended for a restart of the site that its crashes had brought about. */
  boolean hasMadeWayForSite() {
    List<EndRecord> known = ends.read();
    EndRecord last = known.isEmpty() ? null : known.get(known.size() - 1);
    return last != null
        && !last.cause().equals(EndRecord.CAUSE_ESCALATION)
        && last.outcome().equals(EndRecord.SITE_RESTART)
        && last.step() != null
        && last.step().rung() == Rung.SITE;
  }

  /** How the newest one ended, as the next one is told: see {@code REKINDLE_PREVIOUS_EXIT}. */
  String previousExit() {
    List<EndRecord> known = ends.read();
    if (known.isEmpty()) {
      return latest == NameFolder.NULL_INCARNATION ? "none" : "unknown";
    }
    EndRecord last = known.get(known.size() - 1);
    boolean isNewest = latest == NameFolder.NULL_INCARNATION || last.incarnation() == latest;
    return isNewest ? last.ending().token() : "unknown";
  }

  /** Supervision goes on if the disk is full. */
  void record(EndRecord end) {
    try {
      ends.append(end);
    } catch (IOException e) {
      LOG.warn("can't record the end of an incarnation: file={}: {}", file(), e.toString());
    }
  }

  /** Where the ends are recorded. */
  Path file() {
    return folder.ends();
  }
}
