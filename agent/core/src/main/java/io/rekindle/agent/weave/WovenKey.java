package io.rekindle.agent.weave;

import io.rekindle.options.AgentOptions;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * What all classes of a {@link WovenCache} were woven with: the agent, the options, the JDK, and
 * where classes are looked for before and beside the class path's first entry, whose {@link
 * MainJar} answers for many others. What is particular to a class is in its {@link Surroundings}.
 */
public final class WovenKey {

  private WovenKey() {}

  /**
   * The name of the file.
   *
   * @param mainLocation see {@link WeaveScope}: which classes are woven
   * @param agentJar two builds of one version may weave differently
   */
  public static String fileName(AgentOptions options, String mainLocation, File agentJar) {
    return fileName(
        options, mainLocation, agentJar, System::getProperty, String.valueOf(BootPath.appended()));
  }

  /** The same, with the system's properties and what is appended to the boot loader's path. */
  static String fileName(
      AgentOptions options,
      String mainLocation,
      File agentJar,
      UnaryOperator<String> properties,
      String bootPath) {
    String agent = agentJar.length() + "\n" + agentJar.lastModified();
    String key =
        String.join(
            "\n",
            String.valueOf(options.include()),
            String.valueOf(options.exclude()),
            String.valueOf(options.state()),
            String.valueOf(options.checkpoint()),
            mainLocation,
            String.valueOf(Runtime.version().feature()),
            String.valueOf(properties.apply("java.system.class.loader")),
            String.valueOf(properties.apply("jdk.module.path")),
            String.valueOf(properties.apply("jdk.module.upgrade.path")),
            bootPath);
    return hash(agent) + "-" + hash(key) + WovenCache.SUFFIX;
  }

  private static String hash(String text) {
    return Long.toHexString(WovenCache.hash(text.getBytes(StandardCharsets.UTF_8)));
  }
}
