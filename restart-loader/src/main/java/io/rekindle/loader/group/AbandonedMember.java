package io.rekindle.loader.group;

import io.rekindle.loader.launch.DetachedLoader;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.EndsLog;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.OutputFile;
import io.rekindle.loader.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A member that ended cleanly and waited for its group, until its controller was killed. */
final class AbandonedMember {
  private AbandonedMember() {}

  /** Whether {@code member} is one. A controller that ends by itself takes its socket away. */
  static boolean is(Member member) {
    NameFolder folder = member.folder();
    return member.membership().isDirect()
        && member.membership().isResurrected()
        && folder.hasLauncherSocket()
        // Before the locks are looked at: a member that has ended is not this process's own.
        && hasEndedCleanly(folder)
        && folder.liveLauncher().isEmpty()
        && folder.liveOwner().isEmpty();
  }

  /** As for its last incarnation: an application may have run without a loader since. */
  private static boolean hasEndedCleanly(NameFolder folder) {
    List<EndRecord> ends = new EndsLog(folder).read();
    if (ends.isEmpty()) {
      return false;
    }
    EndRecord last = ends.get(ends.size() - 1);
    return last.isClean() && last.incarnation() >= folder.incarnationMax();
  }

  /**
   * Starts it under a controller that goes on by itself, which first waits for the lock of the
   * group.
   *
   * @return where what it prints goes
   */
  static Path start(Member member) throws IOException {
    Store store = Store.at(member.folder().path().getParent());
    Path output = OutputFile.prepare(store, member.name());
    DetachedLoader.start(
        List.of("run", "--store", store.folder().toString(), "--name", member.name()),
        output,
        member.launch().directory(),
        member.launch().environment());
    return output;
  }
}
