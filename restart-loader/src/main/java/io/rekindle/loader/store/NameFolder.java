package io.rekindle.loader.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of one name and the paths in it, as the page on the store's layout draws them. */
public record NameFolder(String name, Path path) {
  private static final String INCARNATION_PREFIX = "incarnation-";

  /** No incarnation has run yet. */
  public static final int NULL_INCARNATION = 0;

  public Path ownerLock() {
    return path.resolve("owner.lock");
  }

  public Path launcherLock() {
    return path.resolve("launcher.lock");
  }

  public Path launchRecord() {
    return path.resolve("launch.json");
  }

  /** What {@link #launchRecord} becomes when the group of the name has ended. */
  public Path endedRecord() {
    return path.resolve("launch.ended.json");
  }

  public Path ends() {
    return path.resolve("ends.jsonl");
  }

  /** Hooks that took too long. */
  public Path hooks() {
    return path.resolve("hooks.jsonl");
  }

  public Path lastFailure() {
    return path.resolve("last-failure");
  }

  /** Written by the agent when the application declares a clean exit. */
  public Path cleanExit() {
    return path.resolve("clean-exit");
  }

  /** There if the name was launched with a guardian. */
  public Path guardedMark() {
    return path.resolve("guarded");
  }

  /** Whether there is something that a guardian would go on with. */
  public boolean isGuarded() {
    return Files.exists(supervision());
  }

  /** What a guardian goes on with. */
  public Path supervision() {
    return path.resolve("supervision.json");
  }

  /** What a guardian waits on. */
  public Path controllerMarks() {
    return path.resolve("controllers.lock");
  }

  public Path launcherSocket() {
    return path.resolve("launcher.sock");
  }

  /** Whether there is such a socket, or a pointer to one; a killed launcher leaves it. */
  public boolean hasLauncherSocket() {
    return Files.exists(launcherSocket()) || Files.exists(path.resolve("launcher.sock.path"));
  }

  public Path agentSocket() {
    return path.resolve("agent.sock");
  }

  /**
   * Launched once by a loader, used by a bare agent, or state that was set aside; and not freed
   * since, by the end of its group.
   */
  public boolean isRegistered() {
    return Files.exists(launchRecord()) || !Files.exists(endedRecord()) && hasState();
  }

  /** What the agent logged. */
  public Path agentLog() {
    return path.resolve("log");
  }

  /** Whether any application has run under the name with an agent. */
  public boolean hasIncarnations() {
    return incarnationMax() != NULL_INCARNATION;
  }

  /** Whether anything was stored under the name, registered or not. */
  public boolean hasState() {
    return hasIncarnations() || Files.isDirectory(path.resolve("snapshots"));
  }

  /** The number of the newest incarnation, {@link #NULL_INCARNATION} if there was none. */
  public int incarnationMax() {
    int max = NULL_INCARNATION;
    if (!Files.isDirectory(path)) {
      return max;
    }
    try (DirectoryStream<Path> children =
        Files.newDirectoryStream(path, INCARNATION_PREFIX + "[0-9]*")) {
      for (Path child : children) {
        String number = child.getFileName().toString().substring(INCARNATION_PREFIX.length());
        if (number.matches("[0-9]{1,9}")) {
          max = Math.max(max, Integer.parseInt(number));
        }
      }
    } catch (IOException e) {
      return max;
    }
    return max;
  }

  /** The process that holds {@code owner.lock}, if one does. */
  public Optional<LockText> liveOwner() {
    return LockProbe.holder(ownerLock());
  }

  /** The process that holds {@code launcher.lock}, if one does. */
  public Optional<LockText> liveLauncher() {
    return LockProbe.holder(launcherLock());
  }
}
