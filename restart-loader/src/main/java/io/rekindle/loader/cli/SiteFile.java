package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import picocli.CommandLine.TypeConversionException;

/**
 * Applications that are started together, as a YAML file names them. Everything that can be wrong
 * in it is a usage error with file and line. Immutable.
 *
 * @param preStart a command that is run before anything is started, empty for none
 * @param escalation null if an application that is given up is no concern of the others
 * @param applications in the order of their start
 */
record SiteFile(
    Path file, List<String> preStart, Escalation escalation, List<Application> applications) {
  private static final Set<String> KEYS =
      Set.of("pre-start", "escalate", "site-restarts", "applications");
  private static final Set<String> OWN_KEYS = Set.of("command", "directory", "environment");

  /** What {@code exec} can't be put before: several commands, a variable, another exec. */
  private static final Pattern MORE_THAN_A_COMMAND =
      Pattern.compile("[;&|\\n(]|^\\s*(\\w+=|exec\\b)");

  /**
   * One application.
   *
   * @param line where it begins in the file
   * @param options of {@code run}, as on its command line
   */
  record Application(
      String name,
      int line,
      List<String> options,
      List<String> command,
      Path directory,
      Map<String, String> environment) {}

  /**
   * How often the whole site is restarted instead of giving an application up.
   *
   * @param text both, as in the file
   */
  record Escalation(int restartsMax, long periodMs, String text) {
    private static final String DEFAULT = "1/1h";

    /** Empty if {@code text} is not of the form COUNT/TIME, or without sense. */
    static Optional<Escalation> parse(String text) {
      String[] part = text.split("/", 2);
      if (part.length < 2 || !part[0].matches("[1-9]\\d{0,8}")) {
        return Optional.empty();
      }
      try {
        long periodMs = new Durations().convert(part[1]).toMillis();
        return periodMs == 0
            ? Optional.empty()
            : Optional.of(new Escalation(Integer.parseInt(part[0]), periodMs, text));
      } catch (TypeConversionException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * Reads {@code file}.
   *
   * @param runOptions what {@code run} understands, without dashes; true for one without a value
   */
  static SiteFile read(Path file, Map<String, Boolean> runOptions) {
    try (Reader reader = Files.newBufferedReader(file)) {
      Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(reader);
      return new Parser(file.toAbsolutePath().normalize(), runOptions).site(root);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw LoaderException.usage(file + ":" + line + ": no YAML: " + e.getProblem());
    } catch (IOException e) {
      throw LoaderException.environment("can't read the site file", e);
    }
  }

  /** What is wrong, and where. */
  LoaderException wrong(int line, String what) {
    return LoaderException.usage(file + ":" + line + ": " + what);
  }

  private static final class Parser {
    private final Path file;
    private final Map<String, Boolean> runOptions;

    Parser(Path file, Map<String, Boolean> runOptions) {
      this.file = file;
      this.runOptions = runOptions;
    }

    SiteFile site(Node root) {
      Map<String, Node> top = map(root, "the file", KEYS);
      Node applications = top.get("applications");
      if (applications == null) {
        throw wrong(root, "missing key: applications");
      }
      List<String> preStart =
          top.containsKey("pre-start") ? words(top.get("pre-start"), "pre-start") : List.of();
      List<Application> all = new ArrayList<>();
      for (NodeTuple tuple : mapping(applications, "applications").getValue()) {
        all.add(application(tuple.getKeyNode(), tuple.getValueNode(), all));
      }
      if (all.isEmpty()) {
        throw wrong(applications, "applications names none");
      }
      return new SiteFile(file, preStart, escalation(top), List.copyOf(all));
    }

    private Escalation escalation(Map<String, Node> top) {
      Node limit = top.get("site-restarts");
      Node escalate = top.get("escalate");
      if (escalate == null) {
        if (limit != null) {
          throw wrong(limit, "site-restarts limits what is not asked for. Add: escalate: site");
        }
        return null;
      }
      String word = scalar(escalate, "escalate");
      if (!word.equals("site")) {
        throw wrong(escalate, "invalid value: escalate=" + word + ", expected=site");
      }
      String text = limit == null ? Escalation.DEFAULT : scalar(limit, "site-restarts");
      return Escalation.parse(text)
          .orElseThrow(
              () -> wrong(limit, "invalid value: site-restarts=" + text + ", expected e.g. 1/1h"));
    }

    private Application application(Node key, Node value, List<Application> before) {
      String name = scalar(key, "the name of an application");
      if (before.stream().anyMatch(other -> other.name().equals(name))) {
        throw wrong(key, "named twice: " + name);
      }
      Set<String> valid = new TreeSet<>(runOptions.keySet());
      valid.addAll(OWN_KEYS);
      Map<String, Node> entries = map(value, name, valid);
      if (!entries.containsKey("command")) {
        throw wrong(key, "missing key: command of " + name);
      }
      Path folder = file.getParent();
      List<String> options = new ArrayList<>();
      for (String option : entries.keySet().stream().sorted().toList()) {
        if (!OWN_KEYS.contains(option)) {
          addOption(options, option, entries.get(option));
        }
      }
      Node directory = entries.get("directory");
      Map<String, String> environment = new HashMap<>();
      if (entries.containsKey("environment")) {
        map(entries.get("environment"), "environment", null)
            .forEach((variable, text) -> environment.put(variable, scalar(text, variable)));
      }
      return new Application(
          name,
          line(key),
          options,
          words(entries.get("command"), "command"),
          directory == null ? folder : folder.resolve(scalar(directory, "directory")).normalize(),
          environment);
    }

    private void addOption(List<String> options, String option, Node value) {
      if (!runOptions.get(option)) {
        String text =
            value instanceof SequenceNode
                ? String.join(",", words(value, option))
                : scalar(value, option);
        options.add("--" + option + "=" + text);
        return;
      }
      String text = scalar(value, option);
      if (!text.equals("true") && !text.equals("false")) {
        throw wrong(value, "invalid value: " + option + "=" + text + ", expected=true|false");
      }
      if (text.equals("true")) {
        options.add("--" + option);
      }
    }

    /** A list of words, or one string for the shell. */
    private List<String> words(Node node, String what) {
      if (node instanceof ScalarNode) {
        return List.of("/bin/sh", "-c", forShell(scalar(node, what)));
      }
      if (!(node instanceof SequenceNode list) || list.getValue().isEmpty()) {
        throw wrong(node, what + ": expected a list of words or a string");
      }
      return list.getValue().stream().map(word -> scalar(word, what)).toList();
    }

    /** A single command takes the shell's place, so that signals reach it. */
    private static String forShell(String text) {
      return MORE_THAN_A_COMMAND.matcher(text).find() ? text : "exec " + text;
    }

    private Map<String, Node> map(Node node, String what, Set<String> valid) {
      Map<String, Node> entries = new HashMap<>();
      Set<String> seen = new HashSet<>();
      for (NodeTuple tuple : mapping(node, what).getValue()) {
        String key = scalar(tuple.getKeyNode(), "a key");
        if (valid != null && !valid.contains(key)) {
          throw wrong(
              tuple.getKeyNode(),
              "unknown key: "
                  + key
                  + Nearest.to(key, valid).map(near -> ". Did you mean: " + near).orElse(""));
        }
        if (!seen.add(key)) {
          throw wrong(tuple.getKeyNode(), "given twice: " + key);
        }
        entries.put(key, tuple.getValueNode());
      }
      return entries;
    }

    private MappingNode mapping(Node node, String what) {
      if (node instanceof MappingNode map) {
        return map;
      }
      throw wrong(node, what + ": expected keys and values");
    }

    private String scalar(Node node, String what) {
      if (node instanceof ScalarNode scalar) {
        return scalar.getValue();
      }
      throw wrong(node, what + ": expected a single value");
    }

    private LoaderException wrong(Node node, String what) {
      return LoaderException.usage(file + ":" + line(node) + ": " + what);
    }

    private static int line(Node node) {
      return node == null ? 1 : node.getStartMark().getLine() + 1;
    }
  }
}
