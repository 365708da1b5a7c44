package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.group.Group;
import io.rekindle.loader.group.Member;
import io.rekindle.loader.group.Roster;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.Membership;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.OnGroupEnd;
import io.rekindle.loader.store.Store;
import io.rekindle.loader.store.Strategy;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * A name's place in its group. The first member of a group decides what holds for all; later ones
 * must not contradict it.
 */
final class GroupOptions {
  @Option(
      names = "--group",
      paramLabel = "G",
      description = "The group it is restarted with; default: 0, which is none.")
  private String group;

  @Option(
      names = "--strategy",
      paramLabel = "S",
      description =
          "Who is restarted when a member crashes: one-for-all (default in a group), one-for-one,"
              + " rest-for-one: those registered later.")
  private String strategy;

  @Option(
      names = "--on-group-end",
      paramLabel = "ACTION",
      description =
          "What becomes of the state when all members have ended cleanly: keep (default), archive,"
              + " delete.")
  private String onGroupEnd;

  @Option(
      names = "--no-resurrect-clean",
      description = "Once it has ended cleanly, a restart of its group does not start it again.")
  private boolean isLeftAlone;

  @Option(names = "--spawned-by", hidden = true, paramLabel = "N")
  private String parent;

  @Option(names = "--site-file", hidden = true, paramLabel = "FILE")
  private String siteFile;

  /** What is asked for, before the other members are looked at; a wrong word is a usage error. */
  Membership asked(Store store, LaunchRecord known) {
    if (group != null && !group.equals(Membership.NO_GROUP)) {
      store.name(group);
    }
    List<String> strategies = Arrays.stream(Strategy.values()).map(Strategy::word).toList();
    AgentOptions.checkWord("--strategy", strategy, strategies);
    List<String> choices = Arrays.stream(OnGroupEnd.values()).map(OnGroupEnd::word).toList();
    AgentOptions.checkWord("--on-group-end", onGroupEnd, choices);
    Membership before = known == null ? fresh() : known.membership();
    refuseWithoutGroup(before.isGrouped());
    return new Membership(
        before.group(),
        strategy == null ? before.strategy() : Strategy.of(strategy),
        onGroupEnd == null ? before.onGroupEnd() : OnGroupEnd.of(onGroupEnd),
        before.number(),
        before.parent(),
        before.isResurrected() && !isLeftAlone,
        siteFile == null ? before.siteFile() : siteFile);
  }

  private Membership fresh() {
    String name = group == null ? Membership.NO_GROUP : group;
    Membership direct = Membership.direct(name, Membership.defaultStrategy(name));
    return new Membership(
        name,
        direct.strategy(),
        direct.onGroupEnd(),
        direct.number(),
        parent == null ? "" : parent,
        true,
        "");
  }

  private void refuseWithoutGroup(boolean isGrouped) {
    String option =
        strategy != null
            ? "--strategy"
            : onGroupEnd != null ? "--on-group-end" : isLeftAlone ? "--no-resurrect-clean" : null;
    if (!isGrouped && option != null) {
      throw LoaderException.usage(
          option + " is about a group, and this name is in none. Add --group G, or remove it.");
    }
  }

  /** Whether another group is asked for than the recorded one. */
  boolean isOtherThan(LaunchRecord known) {
    return group != null && !group.equals(known.group());
  }

  /** Refuses to spawn a name that somebody else has registered. */
  void refuseForeign(LaunchRecord known) {
    if (parent == null || known == null) {
      return;
    }
    boolean isOurs =
        known.group().equals(group)
            && (known.membership().isGrouped() && known.membership().isDirect()
                || known.membership().parent().equals(parent));
    if (!isOurs) {
      throw LoaderException.usage(
          "can't be spawned, the name is registered otherwise: name="
              + known.name()
              + ", group="
              + known.group()
              + (known.membership().isDirect()
                  ? ", a direct member"
                  : ", spawned by " + known.membership().parent()));
    }
  }

  /**
   * Registers the launch with its number in the group.
   *
   * @return the record as it is stored
   */
  LaunchRecord register(Store store, NameFolder folder, LaunchRecord launch) throws IOException {
    Membership asked = launch.membership();
    if (!asked.isGrouped()) {
      launch.write(folder);
      return launch;
    }
    Group members = Group.of(store, launch, line -> {});
    return members
        .locked(
            () -> false,
            () -> {
              LaunchRecord settled = launch.withMembership(settle(asked, members.roster(), folder));
              settled.write(folder);
              return settled;
            })
        .orElseThrow();
  }

  private Membership settle(Membership asked, Roster roster, NameFolder folder) {
    int number =
        roster
            .member(folder.name())
            .map(member -> member.membership().number())
            .orElse(roster.nextNumber());
    Optional<Member> other =
        roster.members().stream()
            .filter(member -> !member.name().equals(folder.name()))
            .findFirst();
    Membership decided = other.map(Member::membership).orElse(asked);
    if (other.isPresent()) {
      refuseContradiction("--strategy", strategy, decided.strategy().word(), other.get());
      refuseContradiction("--on-group-end", onGroupEnd, decided.onGroupEnd().word(), other.get());
    }
    return new Membership(
        asked.group(),
        decided.strategy(),
        decided.onGroupEnd(),
        number,
        asked.parent(),
        asked.isResurrected(),
        asked.siteFile());
  }

  private static void refuseContradiction(
      String option, String asked, String decided, Member holder) {
    if (asked != null && !asked.equals(decided)) {
      throw LoaderException.usage(
          "contradicts the group: "
              + option
              + "="
              + asked
              + ", group="
              + holder.membership().group()
              + ", decided="
              + decided
              + ", by="
              + holder.name()
              + ". Remove the option, or choose another group.");
    }
  }
}
