package io.rekindle.spi;

/**
 * Holds the one runtime of this JVM. The agent puts itself here before {@code main} runs. Not for
 * applications.
 */
public final class RuntimeHolder {

  private static volatile RekindleRuntime runtime = new RekindleRuntime() {};

  private RuntimeHolder() {}

  /** The runtime: never null, inert until the agent has installed its own. */
  public static RekindleRuntime get() {
    return runtime;
  }

  /** Installs the agent's runtime; called once, by the agent, before application code runs. */
  public static void install(RekindleRuntime installed) {
    runtime = installed;
  }
}
