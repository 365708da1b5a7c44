package io.rekindle.loader.group;

import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.Membership;
import io.rekindle.loader.store.NameFolder;
import java.util.Comparator;

/** One name of a group, as it was launched. Immutable. */
public record Member(NameFolder folder, LaunchRecord launch) {
  /** In the order of registration; the name decides between equals. */
  static final Comparator<Member> REGISTERED =
      Comparator.comparingInt((Member member) -> member.membership().number())
          .thenComparing(Member::name);

  public String name() {
    return folder.name();
  }

  public Membership membership() {
    return launch.membership();
  }
}
