package io.rekindle.loader.group;

import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.Membership;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.Store;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is restarted together: a named group, or a name on its own with all that it spawned.
 *
 * @param id names the files of the group, see the page on groups
 */
public record GroupKey(String id) {
  /** All that runs in the store. */
  static final GroupKey SITE = new GroupKey("site");

  /** The key of a named group. */
  public static GroupKey ofGroup(String group) {
    return new GroupKey("group-" + group);
  }

  /** The key of a registered name, by its record. */
  static GroupKey of(Store store, String name, Membership membership) {
    if (membership.isGrouped()) {
      return ofGroup(membership.group());
    }
    String root = name;
    String parent = membership.parent();
    Set<String> seen = new HashSet<>();
    while (!parent.isEmpty() && seen.add(parent)) {
      root = parent;
      NameFolder folder = store.name(parent);
      Optional<LaunchRecord> launch = LaunchRecord.read(folder);
      parent = launch.map(record -> record.membership().parent()).orElse("");
    }
    return new GroupKey("name-" + root);
  }
}
