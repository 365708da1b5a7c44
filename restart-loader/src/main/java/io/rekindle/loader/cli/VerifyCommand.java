package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.codec.recovery.IncarnationChain;
import io.rekindle.codec.verify.Finding;
import io.rekindle.codec.verify.StoreVerifier;
import io.rekindle.loader.ExitCode;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.NameFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code verify}: checks all that is stored under a name. */
@Command(
    name = "verify",
    description = {
      "Check all that is stored under a name: checksums, the chain of incarnations, references.",
      "Changes nothing. Exit code 0 if it is sound, 65 with findings."
    },
    footerHeading = "%nExample:%n",
    footer = "  restart-loader verify --name bank")
final class VerifyCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;

  @Option(names = "--name", required = true, paramLabel = "N", description = "The name.")
  private String name;

  @Option(names = "--json", description = "Print JSON.")
  private boolean isJson;

  /**
   * What was found.
   *
   * @param upTo the last commit that was looked at, {@link IncarnationChain#NO_LIMIT} for all
   */
  private record Result(List<Finding> findings, long upTo) {
    boolean isSound() {
      return findings.stream().noneMatch(Finding::isDamage);
    }

    boolean isRestartable() {
      return findings.stream().noneMatch(finding -> finding.kind() == Finding.Kind.STATE);
    }
  }

  @Override
  public Integer call() {
    NameFolder folder = storeOptions.registered(name);
    Result result =
        StoredState.read(
            folder,
            (stored, upTo, isLast) -> {
              Result found = new Result(StoreVerifier.verify(stored, upTo), upTo);
              if (!found.isSound() && !isLast) {
                throw new StoredState.Unsettled();
              }
              return found;
            });
    System.out.print(isJson ? Json.pretty(json(result)) : text(result));
    return result.isSound() ? ExitCode.OK : ExitCode.PERMANENT;
  }

  private ObjectNode json(Result result) {
    ObjectNode node = Json.object().put("name", name).put("sound", result.isSound());
    if (result.upTo() != IncarnationChain.NO_LIMIT) {
      node.put("upTo", result.upTo());
    }
    ArrayNode array = node.putArray("findings");
    for (Finding finding : distinct(result)) {
      array
          .addObject()
          .put("kind", word(finding))
          .put("damage", finding.isDamage())
          .put("file", finding.file() == null ? null : finding.file().toString())
          .put("offset", finding.offset())
          .put("text", finding.message())
          .put("advice", advice(finding, result));
    }
    return node;
  }

  private String text(Result result) {
    StringBuilder out = new StringBuilder();
    for (Finding finding : distinct(result)) {
      out.append(finding.isDamage() ? "damage" : "note").append("  ").append(word(finding));
      out.append(": ").append(finding.message()).append('\n');
      String at = "file=" + finding.file();
      if (finding.file() != null && !finding.message().contains(at)) {
        out.append("        ").append(at);
        out.append(finding.offset() < 0 ? "" : ", offset=" + finding.offset()).append('\n');
      }
      out.append("        ").append(advice(finding, result)).append('\n');
    }
    out.append(name).append(result.isSound() ? ": sound" : ": not sound");
    if (result.upTo() != IncarnationChain.NO_LIMIT) {
      out.append(", running; looked at up to commit ").append(result.upTo());
    }
    return out.append('\n').toString();
  }

  private static String word(Finding finding) {
    return finding.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Recovery stumbles over what the journal's check has named already. */
  private static List<Finding> distinct(Result result) {
    List<Finding> distinct = new ArrayList<>();
    for (Finding finding : result.findings()) {
      if (distinct.stream().noneMatch(other -> other.message().equals(finding.message()))) {
        distinct.add(finding);
      }
    }
    return distinct;
  }

  private static String advice(Finding finding, Result result) {
    if (finding.kind() == Finding.Kind.TORN_TAIL || finding.kind() == Finding.Kind.NOTE) {
      return "Nothing to do: a restart gets over it.";
    }
    if (!result.isRestartable()) {
      return "A restart is refused. Bring the folder back from a backup; or start without this"
          + " state by on-restore-failure=cold-start, which keeps it in set-aside.";
    }
    return switch (finding.kind()) {
      case SNAPSHOT ->
          "State is not lost: a restart sets this snapshot aside and uses the one before it and"
              + " the commits since.";
      case JOURNAL ->
          finding.isFatal()
              ? "State is not lost: a snapshot covers these commits. Check the disk."
              : "The commits named are lost, to a power failure by the look of it. With"
                  + " durability=disk none are.";
      case RETIREMENT -> "State is not lost: only space is not given back. Check the disk.";
      default ->
          "The state holds what it can't hold. Keep a copy of the folder, look at it with export,"
              + " and report it.";
    };
  }
}
