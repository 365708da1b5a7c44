package io.rekindle.loader.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.LoaderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How an application is started: everything that a restart repeats. Stored in {@code launch.json},
 * readable by the owner only since the environment may hold secrets.
 *
 * @param membership its place in its group
 * @param command the user's command line, without what the loader adds
 * @param environment all of it, without the loader's own variables
 * @param directory the working directory
 * @param java the JDK if {@code command} is a Java launcher, else null
 * @param classPath what the command line names, hashed
 * @param options agent options by their names
 * @param agent path of the agent jar that the user named, empty for the loader's own
 * @param restart when it is restarted
 * @param health what it is watched by
 * @param isNewSession whether each process of it begins a session, apart from the loader's
 */
public record LaunchRecord(
    String name,
    Membership membership,
    List<String> command,
    Map<String, String> environment,
    Path directory,
    JavaVersion java,
    List<ClassPathEntry> classPath,
    Map<String, String> options,
    String agent,
    RestartSettings restart,
    HealthSettings health,
    long recordedMs,
    boolean isNewSession) {

  static final int FORMAT_VERSION = 1;

  /** A launch in the loader's session, as a shell would start it. */
  public LaunchRecord(
      String name,
      Membership membership,
      List<String> command,
      Map<String, String> environment,
      Path directory,
      JavaVersion java,
      List<ClassPathEntry> classPath,
      Map<String, String> options,
      String agent,
      RestartSettings restart,
      HealthSettings health,
      long recordedMs) {
    this(
        name,
        membership,
        command,
        environment,
        directory,
        java,
        classPath,
        options,
        agent,
        restart,
        health,
        recordedMs,
        false);
  }

  public LaunchRecord {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    classPath = List.copyOf(classPath);
    options = Map.copyOf(options);
  }

  /** The name of its group. */
  public String group() {
    return membership.group();
  }

  /** Whether the command is a Java launcher itself, not a script around one. */
  public boolean isJavaCommand() {
    return java != null;
  }

  /** The record of {@code folder}, empty if there is none. A damaged one is an error. */
  public static Optional<LaunchRecord> read(NameFolder folder) {
    String text;
    try {
      text = Files.readString(folder.launchRecord());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw LoaderException.environment("can't read the launch record", e);
    }
    try {
      return Optional.of(fromJson(Json.parseObject(text).orElseThrow()));
    } catch (RuntimeException e) {
      throw LoaderException.environment(
          "damaged launch record: file="
              + folder.launchRecord()
              + ". To replace it, run with --reload and the command line",
          e);
    }
  }

  /** The same launch at another place. */
  public LaunchRecord withMembership(Membership other) {
    return with(other, isNewSession);
  }

  /** The same launch in a session of its own, or in the loader's. */
  public LaunchRecord withNewSession(boolean isWanted) {
    return with(membership, isWanted);
  }

  private LaunchRecord with(Membership otherMembership, boolean isOtherSession) {
    return new LaunchRecord(
        name,
        otherMembership,
        command,
        environment,
        directory,
        java,
        classPath,
        options,
        agent,
        restart,
        health,
        recordedMs,
        isOtherSession);
  }

  /** Stores the record whole, forced to the device. */
  public void write(NameFolder folder) throws IOException {
    AtomicFile.write(folder.launchRecord(), Json.pretty(toJson()).getBytes(StandardCharsets.UTF_8));
  }

  /** As it is stored. */
  public ObjectNode toJson() {
    ObjectNode node = Json.object();
    node.put("version", FORMAT_VERSION).put("name", name);
    membership.putInto(node);
    command.forEach(node.putArray("command")::add);
    node.put("directory", directory.toString());
    if (java != null) {
      node.putObject("java")
          .put("executable", java.executable())
          .put("version", java.version())
          .put("modifiedMs", java.modifiedMs());
    }
    ArrayNode entries = node.putArray("classPath");
    for (ClassPathEntry entry : classPath) {
      entries
          .addObject()
          .put("path", entry.path())
          .put("kind", entry.kind())
          .put("sizeBytes", entry.sizeBytes())
          .put("modifiedMs", entry.modifiedMs())
          .put("sha256", entry.sha256());
    }
    putMap(node.putObject("options"), options);
    node.put("agent", agent);
    restart.putInto(node);
    health.putInto(node);
    if (isNewSession) {
      node.put("newSession", true);
    }
    node.put("recordedMs", recordedMs);
    putMap(node.putObject("environment"), environment);
    return node;
  }

  /** What {@link #toJson} made; anything else is an {@link IllegalArgumentException}. */
  public static LaunchRecord fromJson(ObjectNode node) {
    if (node.required("version").asInt() != FORMAT_VERSION) {
      throw new IllegalArgumentException(
          "version=" + node.get("version") + ", expected=" + FORMAT_VERSION);
    }
    List<String> command = new ArrayList<>();
    node.required("command").forEach(argument -> command.add(argument.asText()));
    JavaVersion java = null;
    JsonNode javaNode = node.get("java");
    if (javaNode != null) {
      java =
          new JavaVersion(
              javaNode.required("executable").asText(),
              javaNode.required("version").asText(),
              javaNode.required("modifiedMs").asLong());
    }
    List<ClassPathEntry> classPath = new ArrayList<>();
    for (JsonNode entry : node.required("classPath")) {
      classPath.add(
          new ClassPathEntry(
              entry.required("path").asText(),
              entry.required("kind").asText(),
              entry.required("sizeBytes").asLong(),
              entry.required("modifiedMs").asLong(),
              entry.required("sha256").asText()));
    }
    return new LaunchRecord(
        node.required("name").asText(),
        Membership.fromRecord(node),
        command,
        readMap(node.required("environment")),
        Path.of(node.required("directory").asText()),
        java,
        classPath,
        readMap(node.required("options")),
        node.required("agent").asText(),
        RestartSettings.fromRecord(node),
        HealthSettings.fromRecord(node),
        node.required("recordedMs").asLong(),
        node.path("newSession").asBoolean());
  }

  private static void putMap(ObjectNode node, Map<String, String> map) {
    new TreeMap<>(map).forEach(node::put);
  }

  private static Map<String, String> readMap(JsonNode node) {
    Map<String, String> map = new LinkedHashMap<>();
    node.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
    return map;
  }
}
