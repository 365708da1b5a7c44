package io.rekindle.agent.engine;

import io.rekindle.agent.StartFailure;
import io.rekindle.agent.log.Log;
import io.rekindle.agent.restore.StateKeeper;
import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.fold.ImageSnapshot;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.NodeCursor;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * Keeps the state as of before an upgrade in {@code set-aside/before-upgrade-N/snapshots}, where no
 * fold finds it, and tells the user once what is dropped.
 */
final class UpgradeKeeper implements StateKeeper {

  private static final Log LOG = Log.of(UpgradeKeeper.class);

  private static final String LABEL = "before-upgrade";

  private final NameFolder folder;

  UpgradeKeeper(NameFolder folder) {
    this.folder = folder;
  }

  @Override
  public void beforeDropping(
      StateImage state, Set<FieldDescriptor> dropped, Set<ClassDescriptor> losing) {
    Path kept = null;
    try {
      if (isKeptAlready(state, losing)) {
        LOG.info("fields are gone, their values were kept before: {}", describe(dropped));
        return;
      }
      kept = folder.newSetAside(LABEL);
      NameFolder copy = new NameFolder(kept);
      StoreFiles.createFolders(copy.snapshots());
      ImageSnapshot.write(state, copy.snapshot(state.sequence(), state.incarnation()));
      StoreFiles.forceFolder(kept);
    } catch (IOException | CorruptStateException e) {
      throw new StartFailure(
          StartFailure.ENVIRONMENT,
          "state before the upgrade cannot be kept: folder="
              + (kept == null ? folder.setAside() : kept)
              + ", reason="
              + e.getMessage()
              + ". Nothing is dropped before it is kept; make room in the store and start again",
          e);
    }
    LOG.warn(
        "fields are gone, their stored values are dropped: {}. The state before that is kept:"
            + " folder={}, sequence={}. How to go back to it: docs/launcher.md, Upgrades.",
        describe(dropped),
        kept,
        state.sequence());
  }

  private static String describe(Set<FieldDescriptor> dropped) {
    Set<String> texts = new TreeSet<>();
    for (FieldDescriptor field : dropped) {
      texts.add(
          "class="
              + field.declaringClass()
              + " field="
              + field.name()
              + " type="
              + field.typeName());
    }
    return String.join("; ", texts);
  }

  /**
   * Whether the newest state that was kept has all nodes that lose a field, as they are now: state
   * that nobody claims keeps its fields, and must not be kept anew at every restart.
   */
  private boolean isKeptAlready(StateImage state, Set<ClassDescriptor> losing) throws IOException {
    List<Path> earlier = folder.setAsideFolders(LABEL);
    if (earlier.isEmpty()) {
      return false;
    }
    try (StateImage before = Recovery.open(new NameFolder(earlier.get(earlier.size() - 1)))) {
      Map<Integer, Long> known = checksums(before, losing);
      for (Map.Entry<Integer, Long> node : checksums(state, losing).entrySet()) {
        if (!node.getValue().equals(known.get(node.getKey()))) {
          return false;
        }
      }
      return true;
    } catch (CorruptStateException e) {
      return false;
    }
  }

  /** Of the nodes of these classes, by oid. */
  private static Map<Integer, Long> checksums(StateImage image, Set<ClassDescriptor> losing) {
    Map<Integer, Long> checksums = new HashMap<>();
    for (NodeBlock block : image.blocks()) {
      if (losing.contains(block.descriptor())) {
        NodeCursor cursor = block.open();
        while (cursor.next()) {
          CRC32C crc = new CRC32C();
          crc.update(cursor.array(), cursor.offset(), cursor.length());
          checksums.put(cursor.oid(), crc.getValue() << Integer.SIZE | block.descriptor().id());
        }
      }
    }
    return checksums;
  }
}
