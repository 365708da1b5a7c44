package io.rekindle.loader.supervise;

import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.EndsLog;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.ProcessIdentity;
import io.rekindle.loader.store.SupervisionRecord;
import java.util.List;
import java.util.Optional;

/**
 * What became of an application whose controller died, as its successor finds it. Immutable. Made
 * by the holder of the launcher lock, so that nobody starts anything meanwhile.
 *
 * @param record what the dead one left
 * @param process to supervise: the recorded one, dead or alive, or what was started after it
 * @param isStartUnrecorded whether {@code process} was started after the record was written
 * @param end of the recorded process, if it was put on record; else null
 * @param isGrouped whether a clean end is followed by waiting for the group
 */
public record Succession(
    SupervisionRecord record,
    ProcessIdentity process,
    boolean isStartUnrecorded,
    EndRecord end,
    boolean isGrouped) {

  /** Looks for the processes and records of {@code folder}. */
  public static Succession find(NameFolder folder, SupervisionRecord record, boolean isGrouped) {
    List<EndRecord> ends = new EndsLog(folder).read();
    EndRecord last = ends.isEmpty() ? null : ends.get(ends.size() - 1);
    EndRecord end = last != null && record.isEndOfChild(last) ? last : null;
    if (record.child().isAlive()) {
      return new Succession(record, record.child(), false, null, isGrouped);
    }
    Optional<ProcessIdentity> next =
        StartSearch.find(record.nextStartId())
            .or(() -> folder.liveOwner().map(LockText::pid).flatMap(ProcessIdentity::of));
    return next.map(process -> new Succession(record, process, true, end, isGrouped))
        .orElseGet(() -> new Succession(record, record.child(), false, end, isGrouped));
  }

  /** Whether the application had ended for good, so that there is nothing to do. */
  public boolean isConcluded() {
    return !isStartUnrecorded && end != null && !isUnfinished();
  }

  /** Whether a start was to follow the end, or the member was waiting for its group. */
  boolean isUnfinished() {
    return !isStartUnrecorded && end != null && (end.isRestarted() || isGrouped && end.isClean());
  }
}
