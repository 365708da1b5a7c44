package io.rekindle.loader.group;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.Store;
import io.rekindle.loader.store.Strategy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of one group as their launch records tell, in the order of registration. Immutable;
 * read anew for each action.
 */
public final class Roster {
  private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

  private final List<Member> members;

  Roster(List<Member> members) {
    this.members = members.stream().sorted(Member.REGISTERED).toList();
  }

  /** All names of {@code store} with that key. A damaged record is passed over with a warning. */
  public static Roster read(Store store, GroupKey key) {
    List<Member> found = new ArrayList<>();
    for (NameFolder folder : store.names()) {
      try {
        Optional<LaunchRecord> launch = LaunchRecord.read(folder);
        if (launch.isPresent()
            && GroupKey.of(store, folder.name(), launch.get().membership()).equals(key)) {
          found.add(new Member(folder, launch.get()));
        }
      } catch (LoaderException e) {
        LOG.warn("not taken for a member: {}", e.getMessage());
      }
    }
    return new Roster(found);
  }

  /** All of them. */
  public List<Member> members() {
    return members;
  }

  /** The one with that name, if it is a member. */
  public Optional<Member> member(String name) {
    return members.stream().filter(member -> member.name().equals(name)).findFirst();
  }

  /** The number for the next one that registers. */
  public int nextNumber() {
    return members.stream().mapToInt(member -> member.membership().number()).max().orElse(0) + 1;
  }

  /** Who ends when {@code crashed} is restarted; without it. */
  List<Member> affectedBy(Member crashed, Strategy strategy) {
    Set<String> names = descendants(crashed.name());
    for (Member member : members) {
      boolean isHit =
          switch (strategy) {
            case ONE_FOR_ALL -> true;
            case REST_FOR_ONE -> Member.REGISTERED.compare(member, crashed) > 0;
            case ONE_FOR_ONE -> false;
          };
      if (isHit) {
        names.add(member.name());
        names.addAll(descendants(member.name()));
      }
    }
    names.remove(crashed.name());
    return members.stream().filter(member -> names.contains(member.name())).toList();
  }

  /** What was spawned by {@code name}, and by those. */
  List<Member> spawnedBy(String name) {
    Set<String> names = descendants(name);
    return members.stream().filter(member -> names.contains(member.name())).toList();
  }

  private Set<String> descendants(String name) {
    Set<String> found = new HashSet<>();
    List<String> open = new ArrayList<>(List.of(name));
    while (!open.isEmpty()) {
      String parent = open.remove(open.size() - 1);
      for (Member member : members) {
        if (member.membership().parent().equals(parent) && found.add(member.name())) {
          open.add(member.name());
        }
      }
    }
    found.remove(name);
    return found;
  }
}
