package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.recovery.IncarnationChain;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.NodeCursor;
import io.rekindle.codec.snapshot.SnapshotReader;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.NameFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gathers the facts of one name as a tree. Needs none of the application's classes. */
final class Inspection implements StoredState.Reading<ObjectNode> {
  private static final int CLASSES_MAX = 20;

  private final NameFolder name;
  private ObjectNode facts;

  Inspection(NameFolder name) {
    this.name = name;
  }

  @Override
  public ObjectNode read(io.rekindle.codec.store.NameFolder folder, long upTo, boolean isLast)
      throws IOException {
    facts = Json.object().put("name", name.name()).put("folder", name.path().toString());
    facts.put("pid", name.liveOwner().map(LockText::pid).orElse(0L));
    try (StateImage image = StoredState.open(folder, upTo)) {
      restart(image);
      incarnations(folder);
      snapshots(folder);
      facts.set("history", KeptHistory.of(folder));
      nodes(image);
      ArrayNode notes = facts.putArray("notes");
      image.notes().forEach(notes::add);
    } catch (CorruptStateException e) {
      if (!isLast) {
        throw e;
      }
      facts.put("error", StoredState.unusable(name, e).getMessage());
      if (!facts.has("snapshots")) {
        snapshots(folder);
      }
    }
    setAside(folder);
    facts.set("blocks", BlockCommand.blocks(folder));
    unclaimed();
    return facts;
  }

  private void restart(StateImage image) {
    facts.put("sequence", image.sequence());
    time(facts, "time", image.timeMs());
    facts.put("epoch", image.epoch()).put("incarnation", image.incarnation());
    ObjectNode restart = facts.putObject("restart");
    restart.put("snapshot", image.snapshotSequence());
    restart.put(
        "snapshotFile", image.snapshot() == null ? null : image.snapshot().file().toString());
    restart.put("snapshotBytes", image.snapshot() == null ? 0 : image.snapshot().size());
    restart.put("commits", image.tailCommits()).put("commitBytes", image.tailBytes());
    restart.put("changedNodes", image.overlayCount());
  }

  static void time(ObjectNode node, String field, long ms) {
    node.put(field + "Ms", ms);
    node.put(field, ms == 0 ? null : Instant.ofEpochMilli(ms).toString());
  }

  private void incarnations(io.rekindle.codec.store.NameFolder folder) throws IOException {
    ArrayNode array = facts.putArray("incarnations");
    Map<Integer, IncarnationChain.Link> links = new HashMap<>();
    new IncarnationChain(folder).links().forEach(link -> links.put(link.incarnation(), link));
    for (int number : folder.incarnations()) {
      ObjectNode node = array.addObject().put("incarnation", number);
      IncarnationChain.Link link = links.get(number);
      if (link != null) {
        time(node, "started", link.journal().base().startedMs());
        node.put("continues", link.base());
        if (link.limit() != IncarnationChain.NO_LIMIT) {
          node.put("upTo", link.limit());
        }
      }
      ArrayNode segments = node.putArray("segments");
      List<Path> files = folder.segments(number);
      for (int i = 0; i < files.size(); i++) {
        ObjectNode segment = segments.addObject().put("file", files.get(i).toString());
        segment.put("bytes", Files.size(files.get(i)));
        if (link != null && i < link.journal().segments().size()) {
          segment.put("after", link.journal().sequenceBefore(i));
        }
      }
    }
  }

  private void snapshots(io.rekindle.codec.store.NameFolder folder) throws IOException {
    ArrayNode array = facts.putArray("snapshots");
    for (Path file : folder.snapshotFiles()) {
      ObjectNode node = array.addObject().put("file", file.toString());
      node.put("bytes", Files.size(file));
      try (SnapshotReader reader = new SnapshotReader(file)) {
        node.put("sequence", reader.header().sequence());
        node.put("incarnation", reader.header().incarnation());
        node.put("nodes", reader.header().nodeCount());
        time(node, "time", reader.header().timeMs());
      } catch (CorruptStateException e) {
        node.put("error", e.getMessage());
      }
    }
  }

  private void nodes(StateImage image) {
    Map<Integer, String> classOfRoot = new HashMap<>();
    image.roots().values().forEach(oid -> classOfRoot.put(oid, null));
    Map<String, Long> counts = new TreeMap<>();
    long total = 0;
    for (NodeBlock block : image.blocks()) {
      String className = block.descriptor().name();
      long count = 0;
      NodeCursor cursor = block.open();
      while (cursor.next()) {
        count++;
        classOfRoot.replace(cursor.oid(), className);
      }
      total += count;
      if (count > 0) {
        counts.merge(className, count, Long::sum);
      }
    }
    ArrayNode roots = facts.putArray("roots");
    image
        .roots()
        .forEach(
            (root, oid) ->
                roots
                    .addObject()
                    .put("name", root)
                    .put("oid", oid)
                    .put("class", classOfRoot.get(oid)));
    facts.put("nodes", total).put("classCount", counts.size());
    List<Map.Entry<String, Long>> largest = new ArrayList<>(counts.entrySet());
    largest.sort(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()));
    ArrayNode classes = facts.putArray("classes");
    largest.stream()
        .limit(CLASSES_MAX)
        .forEach(e -> classes.addObject().put("class", e.getKey()).put("nodes", e.getValue()));
  }

  /** Only a running application knows what it has claimed. */
  private void unclaimed() {
    ObjectNode agent = NameStatus.agentOf(name);
    if (agent != null && agent.path("unclaimedRoots").isArray()) {
      facts.set("unclaimedRoots", agent.get("unclaimedRoots"));
      facts.set("unclaimedCount", agent.get("unclaimedCount"));
    }
  }

  private void setAside(io.rekindle.codec.store.NameFolder folder) throws IOException {
    ArrayNode array = facts.putArray("setAside");
    if (!Files.isDirectory(folder.setAside())) {
      return;
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder.setAside())) {
      List<String> files = new ArrayList<>();
      children.forEach(child -> files.add(child.toString()));
      files.sort(null);
      files.forEach(array::add);
    }
  }
}
