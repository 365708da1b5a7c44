package io.rekindle.loader.group;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.launch.LoaderCommand;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.Store;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts indirect members: each gets a controller of its own, which is a child of this process. */
public final class Spawner {
  private static final long STARTS_WITHIN_NS = TimeUnit.SECONDS.toNanos(60);
  private static final long POLL_MS = 10;

  private Spawner() {}

  /**
   * Starts {@code command} under {@code name} for the application of {@code parent}.
   *
   * @param command may be empty if the name is registered
   * @return the process id of the application
   * @throws LoaderException if it does not start
   */
  public static long spawn(Store store, LaunchRecord parent, String name, List<String> command)
      throws IOException {
    NameFolder folder = store.name(name);
    List<String> arguments = new ArrayList<>(List.of("run", "--store", store.folder().toString()));
    arguments.addAll(List.of("--name", name, "--group", parent.group()));
    arguments.addAll(List.of("--spawned-by", parent.name()));
    if (!parent.membership().siteFile().isEmpty()) {
      arguments.addAll(List.of("--site-file", parent.membership().siteFile()));
    }
    if (!parent.agent().isEmpty()) {
      arguments.addAll(List.of("--agent", parent.agent()));
    }
    if (Files.exists(store.name(parent.name()).guardedMark())) {
      arguments.add("--guardian");
    }
    if (!command.isEmpty()) {
      arguments.add("--");
      arguments.addAll(command);
    }
    ProcessBuilder builder = new ProcessBuilder(LoaderCommand.of(arguments));
    builder.directory(parent.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(parent.environment());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return awaitStart(folder, builder.start());
  }

  /**
   * Waits until {@code loader} has started the application of {@code folder}.
   *
   * @return the process id of the application
   * @throws LoaderException if it ends before that; it has said what is wrong on its stderr
   */
  public static long awaitStart(NameFolder folder, Process loader) {
    long deadlineNs = System.nanoTime() + STARTS_WITHIN_NS;
    while (System.nanoTime() < deadlineNs) {
      Optional<Long> pid =
          MemberCall.status(folder)
              .filter(status -> status.path("launcherPid").asLong() == loader.pid())
              .map(status -> status.path("pid").asLong())
              .filter(found -> found != 0);
      if (pid.isPresent()) {
        return pid.get();
      }
      try {
        if (loader.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
          throw ended(folder, loader);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw LoaderException.temporary("interrupted");
      }
    }
    loader.destroy();
    throw LoaderException.temporary("not started in time: name=" + folder.name());
  }

  private static LoaderException ended(NameFolder folder, Process loader) {
    return LoaderException.temporary(
        "its loader ended with "
            + loader.exitValue()
            + ", and says why on stderr: name="
            + folder.name());
  }
}
