package io.rekindle.loader.group;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.LauncherLock;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** Finds out whether a group has ended, and if so, tells all that wait for it. */
public final class GroupEnd {
  private GroupEnd() {}

  /**
   * Looks at all members once.
   *
   * @param self the member whose controller this is
   * @param isSelfClean whether it waits for the end, or is about to leave without a clean end
   * @param isGivenUp whether something else has come up while waiting for the lock
   * @return whether the group has ended; {@code self} is left to the caller
   */
  public static boolean look(
      Group group, String self, boolean isSelfClean, BooleanSupplier isGivenUp) throws IOException {
    return group.locked(isGivenUp, () -> look(group, self, isSelfClean)).orElse(false);
  }

  private static boolean look(Group group, String self, boolean isSelfClean) throws IOException {
    Roster roster = group.roster();
    GroupCensus census = GroupCensus.of(roster, self, isSelfClean);
    if (census.isBlocked()) {
      group.say(
          "group "
              + group.name()
              + " blocked, some members have not terminated: "
              + String.join(", ", census.unfinished()));
    }
    if (!census.isEnded()) {
      return false;
    }
    for (Member member : roster.members()) {
      if (census.gone().contains(member.name())) {
        dispose(group, member);
      } else if (!member.name().equals(self)) {
        MemberCall.tell(member.folder(), "group-end");
      }
    }
    group.forget();
    return true;
  }

  /** Frees a name that nobody supervises any more. */
  private static void dispose(Group group, Member member) throws IOException {
    try {
      LauncherLock lock = LauncherLock.acquire(member.folder(), System.currentTimeMillis());
      try {
        NameDisposal.dispose(group.store(), member.folder(), member.membership().onGroupEnd());
      } finally {
        lock.close();
      }
    } catch (LoaderException e) {
      group.say("not freed with its group: " + member.name() + ": " + e.getMessage());
    }
  }

  /** Frees the names of all members, which are down; as the end of their group does. */
  public static void disposeAll(Group group) throws IOException {
    group.locked(
        () -> false,
        () -> {
          for (Member member : group.roster().members()) {
            dispose(group, member);
          }
          group.forget();
          return true;
        });
  }
}
