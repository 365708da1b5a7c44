package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.Membership;
import picocli.CommandLine.Option;

/** Whom a verb is about: one name or one group; exactly one of what there is to choose is given. */
class Target {
  @Option(names = "--name", required = true, paramLabel = "N", description = "The name.")
  private String name;

  @Option(names = "--group", required = true, paramLabel = "G", description = "Its members.")
  private String group;

  boolean isGroup() {
    return group != null;
  }

  String name() {
    return name;
  }

  /** The group; that of the names that are in none is refused. */
  String group() {
    if (group.equals(Membership.NO_GROUP)) {
      throw LoaderException.usage(
          "group 0 is no group, each name in it is on its own. To say which one, use --name.");
    }
    return group;
  }
}
