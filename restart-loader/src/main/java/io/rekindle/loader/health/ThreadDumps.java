package io.rekindle.loader.health;

import com.fasterxml.jackson.databind.JsonNode;
import io.rekindle.codec.store.StoreFiles;
import io.rekindle.loader.socket.LineChannel;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.NameFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has what the threads of a sick JVM do written down before it is ended: by its agent, else by
 * {@code jcmd}, which needs no thread of the application's or ours to run. Never by a signal: its
 * answer would go to the application's stdout.
 */
final class ThreadDumps {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadDumps.class);
  private static final Duration AGENT_TIMEOUT = Duration.ofSeconds(3);
  private static final long JCMD_TIMEOUT_S = 5;
  private static final int KEPT_MAX = 5;

  private final NameFolder folder;
  private final Path jcmd;

  /**
   * Dumps of one name.
   *
   * @param jcmd of the application's JDK; null if there is none, or the JVM is told to refuse it
   */
  ThreadDumps(NameFolder folder, Path jcmd) {
    this.folder = folder;
    this.jcmd = jcmd;
  }

  /**
   * Takes one; returns within some seconds.
   *
   * @param log is told why there is none
   * @return its file, empty if there is none
   */
  String take(Watched process, Consumer<String> log) throws InterruptedException {
    if (isStopped(process.pid())) {
      log.accept("no thread dump: the process is stopped (SIGSTOP), pid " + process.pid());
      return "";
    }
    String file = byAgent();
    if (file.isEmpty()) {
      file = byJcmd(process);
    }
    if (file.isEmpty()) {
      log.accept("no thread dump: neither the agent nor jcmd could make one");
    }
    prune();
    return file;
  }

  private String byAgent() {
    try {
      String answer = LineChannel.request(folder.agentSocket(), "threads", AGENT_TIMEOUT);
      return Json.parseObject(answer)
          .map(node -> node.path("file"))
          .map(JsonNode::asText)
          .orElse("");
    } catch (IOException e) {
      LOG.debug("no thread dump from the agent", e);
      return "";
    }
  }

  private String byJcmd(Watched process) throws InterruptedException {
    LockText owner = LockText.read(folder.ownerLock()).orElse(null);
    if (jcmd == null || owner == null || !process.includes(owner.pid())) {
      return "";
    }
    Path file = new io.rekindle.codec.store.NameFolder(folder.path()).threads(owner.incarnation());
    Process dump = null;
    try {
      Files.deleteIfExists(file);
      StoreFiles.open(file).close();
      dump =
          new ProcessBuilder(jcmd.toString(), String.valueOf(owner.pid()), "Thread.print", "-l")
              .redirectOutput(file.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean isMade = dump.waitFor(JCMD_TIMEOUT_S, TimeUnit.SECONDS) && dump.exitValue() == 0;
      if (isMade) {
        return file.toString();
      }
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("no thread dump from jcmd", e);
    } finally {
      if (dump != null && dump.isAlive()) {
        dump.destroyForcibly();
        removeAttachRequest(owner.pid());
      }
    }
    return "";
  }

  /** Which jcmd leaves where the JVM looks for it if it is ended before the JVM has answered. */
  private static void removeAttachRequest(long pid) {
    String name = ".attach_pid" + pid;
    for (Path place : List.of(Path.of("/proc", String.valueOf(pid), "cwd"), Path.of("/tmp"))) {
      try {
        Files.deleteIfExists(place.resolve(name));
      } catch (IOException e) {
        LOG.debug("left behind: {}", place.resolve(name), e);
      }
    }
  }

  /** Linux tells; elsewhere the attempts below run into their time limits. */
  private static boolean isStopped(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
      return stat.substring(stat.lastIndexOf(')') + 1).trim().startsWith("T");
    } catch (IOException e) {
      return false;
    }
  }

  private void prune() {
    List<Path> dumps = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(folder.path(), "threads-[0-9]*.txt")) {
      found.forEach(dumps::add);
      Collections.sort(dumps);
      for (Path old : dumps.subList(0, Math.max(0, dumps.size() - KEPT_MAX))) {
        Files.deleteIfExists(old);
      }
    } catch (IOException e) {
      LOG.debug("old thread dumps are left", e);
    }
  }
}
