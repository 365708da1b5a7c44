package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.EndsLog;
import io.rekindle.loader.store.HookEnd;
import io.rekindle.loader.store.HookLog;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.NameFolder;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code history}: how the incarnations of a name ended. */
@Command(
    name = "history",
    description = {
      "Show how the incarnations of a name ended, oldest first: when, by what, what the loader did",
      "about it, how long the next start took, and which state each began with."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  restart-loader history bank",
      "  restart-loader history bank --last 5",
      "  restart-loader history --name bank --last 0 --json"
    })
final class HistoryCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The name.")
  private String positionalName;

  @Option(names = "--name", paramLabel = "N", description = "The name, as with other verbs.")
  private String name;

  @Option(
      names = "--last",
      paramLabel = "COUNT",
      defaultValue = "20",
      description = "Only so many; 0 for all; default: 20.")
  private int count;

  @Option(names = "--json", description = "Print an array of ends.")
  private boolean isJson;

  @Override
  public Integer call() {
    if ((name == null) == (positionalName == null)) {
      throw LoaderException.usage(
          name == null
              ? "no name given, expected: restart-loader history NAME"
              : "the name is given twice: " + positionalName + ", --name=" + name);
    }
    if (count < 0) {
      throw LoaderException.usage("invalid value: --last=" + count + ", expected 0 or more");
    }
    NameFolder folder = storeOptions.registered(name == null ? positionalName : name);
    List<HistoryEntry> entries = HistoryEntry.of(new EndsLog(folder).readAll());
    List<HistoryEntry> shown =
        count == 0 ? entries : entries.subList(Math.max(0, entries.size() - count), entries.size());
    List<HookEnd> hooks = new HookLog(folder).read();
    if (isJson) {
      System.out.print(Json.pretty(HistoryJson.of(entries, shown, hooks)));
    } else if (shown.isEmpty()) {
      System.err.println("no end recorded: name=" + folder.name());
    } else {
      System.out.print(HistoryTable.table(shown));
    }
    if (!isJson) {
      hooks.forEach(hook -> System.out.println(HistoryTable.line(hook)));
    }
    return 0;
  }
}
