package io.rekindle.loader.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rekindle.loader.socket.LineChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** What a test sees of the guarded name {@code app}; ends what it left, by process id. */
final class Guarded implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final LoaderRig rig;
  private final StoreProcesses processes;

  Guarded(LoaderRig rig) {
    this.rig = rig;
    this.processes = new StoreProcesses(rig.store);
  }

  /** Process ids, 0 for what does not run. */
  record Pids(long controller, long guardian, long application) {
    static final Pids NONE = new Pids(0, 0, 0);

    boolean isComplete() {
      return controller != 0 && guardian != 0 && application != 0;
    }
  }

  Path socket() {
    return rig.store.resolve("app/launcher.sock");
  }

  private JsonNode status() {
    try {
      return new ObjectMapper().readTree(LineChannel.request(socket(), "status", TIMEOUT));
    } catch (IOException e) {
      return new ObjectMapper().createObjectNode();
    }
  }

  Pids pids() {
    JsonNode status = status();
    return new Pids(
        status.path("launcherPid").asLong(),
        status.path("guardianPid").asLong(),
        status.path("pid").asLong());
  }

  long nextStartMs() {
    return status().path("nextStartMs").asLong();
  }

  /** The word for what the application is doing, empty if nobody answers. */
  String state() {
    return status().path("state").asText();
  }

  String recordedStop() {
    try {
      return new ObjectMapper()
          .readTree(rig.store.resolve("app/supervision.json").toFile())
          .path("stopCause")
          .asText();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * The application holds the name and has left its note: what is killed before counts as no start
   * to who counts notes. Loader and guardian run.
   */
  Pids awaitComplete() {
    return await(
        pids ->
            pids.isComplete() && owner() == pids.application() && hasNoteOf(pids.application()));
  }

  /** Loader and guardian run, whatever the application does. */
  Pids awaitGuarded() {
    return await(pids -> pids.controller() != 0 && pids.guardian() != 0);
  }

  /** Loader and guardian run, and an application, be it with an agent or without. */
  Pids awaitSupervised() {
    return await(Pids::isComplete);
  }

  private boolean hasNoteOf(long application) {
    try {
      return rig.notes().stream().anyMatch(note -> note.startsWith("pid=" + application + " "));
    } catch (IOException e) {
      return false;
    }
  }

  /** As {@link #awaitComplete}, under that controller. */
  Pids awaitController(long pid) {
    return await(pids -> pids.controller() == pid && pids.guardian() != 0);
  }

  /** That controller answers, whether it has a guardian by now or not. */
  Pids awaitAnswerOf(long pid) {
    return await(pids -> pids.controller() == pid);
  }

  Pids awaitOtherGuardian(long pid) {
    return await(pids -> pids.isComplete() && pids.guardian() != pid);
  }

  /** The very answer that fits: the next one may differ. */
  private Pids await(Predicate<Pids> condition) {
    AtomicReference<Pids> seen = new AtomicReference<>(Pids.NONE);
    LoaderRig.await(
        () -> {
          seen.set(pids());
          return condition.test(seen.get());
        });
    return seen.get();
  }

  private long owner() {
    try {
      String text = Files.readString(rig.store.resolve("app/owner.lock"));
      return text.startsWith("pid=") ? Long.parseLong(text.substring(4).split(" ")[0]) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Loaders, guardians and applications. */
  List<ProcessHandle> processes() {
    return processes.list();
  }

  void awaitAllEnded() {
    processes.awaitAllEnded();
  }

  @Override
  public void close() {
    processes.killAll();
  }
}
