package io.rekindle.agent.premain;

/**
 * What {@code java -jar rekindle-agent.jar} says: the version, and how the jar is meant to be used.
 */
public final class AgentUsage {

  private AgentUsage() {}

  /** Prints version and usage. */
  public static void main(String[] args) {
    String version = AgentUsage.class.getPackage().getImplementationVersion();
    System.err.println("Rekindle agent " + (version == null ? "(unknown version)" : version));
    System.err.println();
    System.err.println("usage: java -javaagent:rekindle-agent.jar=name=NAME[,OPTION=VALUE]... ...");
    System.err.println("options: name group store durability interval include exclude state");
    System.err.println("         checkpoint on-unprotected on-restore-failure");
  }
}
