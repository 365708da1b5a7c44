package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The names of one group, as they were launched. */
final class Members {
  private Members() {}

  /** Members of {@code group}; empty if nobody knows it. */
  static List<NameFolder> of(Store store, String group) {
    return store.names().stream().filter(name -> groupOf(name).equals(group)).toList();
  }

  private static String groupOf(NameFolder name) {
    try {
      Optional<LaunchRecord> launch = LaunchRecord.read(name);
      if (launch.isPresent()) {
        return launch.get().group();
      }
    } catch (LoaderException e) {
      System.err.println("restart-loader: " + e.getMessage());
    }
    // One that runs without a loader tells it itself.
    ObjectNode agent = NameStatus.agentOf(name);
    return agent == null ? "" : agent.path("group").asText();
  }

  /**
   * Ends all of them at the same time, so that none sees another one missing for long.
   *
   * @throws LoaderException if one did not end; the others have been ended nonetheless
   */
  static void end(List<NameFolder> members, String verb, Duration timeout) {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<Boolean>> ends = new ArrayList<>();
      for (NameFolder member : members) {
        ends.add(threads.submit(() -> Control.end(member, verb, timeout)));
      }
      List<String> failures = new ArrayList<>();
      for (Future<Boolean> end : ends) {
        try {
          end.get();
        } catch (ExecutionException e) {
          failures.add(e.getCause().getMessage());
        }
      }
      if (!failures.isEmpty()) {
        throw LoaderException.temporary(String.join("\n", failures));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LoaderException.temporary("interrupted");
    } finally {
      threads.shutdownNow();
    }
  }
}
