package io.rekindle.loader.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.codec.relocate.Relocation;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.Membership;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Changes a launch record for another name or another place. Works on its JSON, so that what this
 * class does not know of is carried along. Each call returns a record of its own.
 */
public final class MovedLaunch {
  private MovedLaunch() {}

  /** The same launch under another name, on its own: in no group, and spawned by nobody. */
  public static LaunchRecord renamed(ObjectNode launch, String name) {
    ObjectNode renamed = launch.deepCopy().put("name", name).put("group", Membership.NO_GROUP);
    renamed.remove("member");
    return LaunchRecord.fromJson(renamed);
  }

  /** The same launch in this process's environment; an agent jar that is not here is forgotten. */
  public static ObjectNode adopted(ObjectNode launch, Map<String, String> environment) {
    ObjectNode adopted = launch.deepCopy();
    ObjectNode variables = adopted.putObject("environment");
    new TreeMap<>(environment).forEach(variables::put);
    return forgetMissingAgent(adopted);
  }

  /** The same launch; an agent jar that is not on this machine is forgotten. */
  public static ObjectNode forgetMissingAgent(ObjectNode launch) {
    String agent = launch.path("agent").asText();
    return agent.isEmpty() || Files.exists(Path.of(agent)) ? launch : launch.put("agent", "");
  }

  /** The same launch of another command line. */
  public static LaunchRecord withCommand(LaunchRecord launch, List<String> command, Path folder) {
    ObjectNode node = launch.toJson();
    node.put("directory", folder.toString());
    putCommand(node, command);
    return LaunchRecord.fromJson(node);
  }

  /**
   * Relocates the working directory, the program, class and module path, jar and agents. A relative
   * path stands for what it named before. What the application is passed is its own affair and
   * stays.
   */
  public static LaunchRecord relocated(LaunchRecord launch, Relocation relocation) {
    ObjectNode node = launch.toJson();
    node.put("directory", relocation.apply(launch.directory().toString()));
    node.put("agent", relocation.apply(launch.agent()));
    RelocatedCommand command = new RelocatedCommand(relocation, launch.directory());
    putCommand(node, command.of(launch.command(), launch.isJavaCommand()));
    JsonNode executable = node.at("/java/executable");
    if (!executable.isMissingNode()) {
      ((ObjectNode) node.get("java")).put("executable", relocation.apply(executable.asText()));
    }
    return LaunchRecord.fromJson(node);
  }

  private static void putCommand(ObjectNode node, List<String> command) {
    ArrayNode array = node.putArray("command");
    command.forEach(array::add);
  }
}
