package io.rekindle.loader.group;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.Store;
import java.util.Optional;

/** Finds out which name a process runs under. */
public final class ProcessLookup {
  private ProcessLookup() {}

  /** The launch whose JVM, or whose script, is the process {@code pid}; empty if there is none. */
  public static Optional<LaunchRecord> find(Store store, long pid) {
    for (NameFolder folder : store.names()) {
      if (pidOfOwner(folder) == pid || pidOfChild(folder) == pid) {
        try {
          return LaunchRecord.read(folder);
        } catch (LoaderException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** An owner's lock is nobody's here, so that it may be looked at. */
  private static long pidOfOwner(NameFolder folder) {
    return folder.liveOwner().map(LockText::pid).orElse(0L);
  }

  private static long pidOfChild(NameFolder folder) {
    Optional<ObjectNode> status = MemberCall.status(folder);
    return status.map(node -> node.path("pid").asLong()).orElse(0L);
  }
}
