package io.rekindle.agent.engine;

import io.rekindle.agent.control.JsonAnswer;
import io.rekindle.agent.control.LauncherClient;
import java.nio.file.Path;
import java.util.List;

/** What the facade asks of the restart loader on behalf of the group. Safe from any thread. */
final class GroupCalls {
  private final LauncherClient launcher;

  GroupCalls(Path folder) {
    this.launcher = new LauncherClient(folder);
  }

  /** See {@link io.rekindle.Rekindle#spawn}. */
  long spawn(String name, List<String> command) {
    JsonAnswer request = new JsonAnswer();
    request.put("name", name).put("command", command, command.size());
    return Long.parseLong(launcher.ask("spawn " + request));
  }

  /** See {@link io.rekindle.Rekindle#restartGroup}. */
  void restartGroup(String reason) {
    launcher.ask("restart-group " + reason.replaceAll("\\s+", " "));
  }

  /** See {@link io.rekindle.Rekindle#group(long)}. */
  String groupOf(long pid) {
    return launcher.ask("group-of " + pid);
  }
}
