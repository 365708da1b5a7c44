package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.rekindle.codec.store.BlockFile;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.NameFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code block}: lists and deletes the named blocks of an application. */
@Command(
    name = "block",
    description = {
      "List the named blocks of an application, or delete one for good. An application that runs",
      "keeps the bytes that it has until it ends, and is given a new block when it asks again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  restart-loader block list --name bank",
      "  restart-loader block rm --name bank scratch"
    })
final class BlockCommand implements Callable<Integer> {
  private static final List<String> ACTIONS = List.of("list", "rm");

  @Mixin private StoreOptions storeOptions;

  @Parameters(index = "0", paramLabel = "ACTION", description = "list or rm.")
  private String action;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "BLOCK",
      description = "Which one is deleted.")
  private String block;

  @Option(names = "--name", required = true, paramLabel = "N", description = "The name.")
  private String name;

  @Option(names = "--json", description = "Print an array of blocks.")
  private boolean isJson;

  @Override
  public Integer call() throws IOException {
    AgentOptions.checkWord("block", action, ACTIONS);
    if (action.equals("rm") == (block == null)) {
      throw LoaderException.usage(
          block == null
              ? "no block given, expected: restart-loader block rm --name " + name + " BLOCK"
              : "block list takes no block: block=" + block);
    }
    NameFolder registered = storeOptions.registered(name);
    var folder = new io.rekindle.codec.store.NameFolder(registered.path());
    if (block != null) {
      delete(folder);
    } else if (isJson) {
      System.out.print(Json.pretty(blocks(folder)));
    } else {
      System.out.print(table(blocks(folder)));
    }
    return 0;
  }

  private void delete(io.rekindle.codec.store.NameFolder folder) throws IOException {
    List<String> known = BlockFile.list(folder).stream().map(BlockFile::name).toList();
    if (!known.contains(block) || !BlockFile.of(folder, block).delete()) {
      throw LoaderException.usage(
          "no such block: block="
              + block
              + ", name="
              + name
              + ", blocks="
              + (known.isEmpty() ? "none" : String.join(", ", known)));
    }
  }

  /** Name, bytes and file of each. */
  static ArrayNode blocks(io.rekindle.codec.store.NameFolder folder) throws IOException {
    ArrayNode array = Json.array();
    for (BlockFile each : BlockFile.list(folder)) {
      array
          .addObject()
          .put("name", each.name())
          .put("bytes", each.size())
          .put("file", each.path().toString());
    }
    return array;
  }

  private static String table(ArrayNode blocks) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("BLOCK", "SIZE"));
    for (JsonNode each : blocks) {
      rows.add(List.of(each.path("name").asText(), DiskUse.format(each.path("bytes").asLong())));
    }
    return StatusTable.align(rows);
  }
}
