package io.rekindle.loader.group;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.EndsLog;
import io.rekindle.loader.store.NameFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the members of a group stand, to see whether it has ended. Immutable.
 *
 * @param active those that run, or will run without anybody doing anything
 * @param waiting those that ended cleanly and whose controller waits for the end of the group
 * @param gone those that ended cleanly and have no controller any more
 * @param unfinished those that are down and never ended cleanly
 */
public record GroupCensus(
    List<String> active, List<String> waiting, List<String> gone, List<String> unfinished) {

  /**
   * Asks everybody.
   *
   * @param self the member whose controller this is, whose lock must not be probed; else empty
   * @param isSelfClean how that one stands: waiting, or down without a clean end
   */
  static GroupCensus of(Roster roster, String self, boolean isSelfClean) {
    GroupCensus census =
        new GroupCensus(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Member member : roster.members()) {
      if (member.name().equals(self)) {
        (isSelfClean ? census.waiting : census.unfinished).add(self);
      } else {
        census.listOf(member.folder()).add(member.name());
      }
    }
    return census;
  }

  /** Of a group that this process has no member of. */
  public static GroupCensus of(Roster roster) {
    return of(roster, "", false);
  }

  private List<String> listOf(NameFolder folder) {
    Optional<ObjectNode> status = MemberCall.status(folder);
    if (status.isPresent()) {
      boolean isClean = status.get().path("state").asText().equals(MemberState.CLEAN.word());
      return isClean ? waiting : active;
    }
    if (folder.liveLauncher().isPresent() || folder.liveOwner().isPresent()) {
      return active;
    }
    List<EndRecord> ends = new EndsLog(folder).read();
    boolean isClean = !ends.isEmpty() && ends.get(ends.size() - 1).isClean();
    return isClean ? gone : unfinished;
  }

  /** Whether all have ended cleanly. */
  public boolean isEnded() {
    return active.isEmpty() && unfinished.isEmpty();
  }

  /** Whether somebody waits for an end that will not come by itself. */
  public boolean isBlocked() {
    return active.isEmpty() && !unfinished.isEmpty() && !waiting.isEmpty();
  }
}
