package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.launch.AgentJar;
import io.rekindle.loader.launch.JavaFinder;
import io.rekindle.loader.store.JavaVersion;
import io.rekindle.loader.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The checks of {@code doctor}. They write one small file in the store and remove it. */
final class Checkup {
  /** Below this a journal's next stretch may not fit. */
  private static final long FREE_BYTES_MIN = 256L << 20;

  private static final long OPEN_FILES_MIN = 1024;
  private static final int MAP_PROBE_BYTES = 1 << 16;

  /** A clock before this is not set: the project did not exist. */
  private static final Instant CLOCK_MIN = Instant.parse("2026-01-01T00:00:00Z");

  private static final Set<String> NETWORK_FILE_SYSTEMS =
      Set.of(
          "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph", "glusterfs");
  private static final Pattern OPEN_FILES = Pattern.compile("(?m)^Max open files\\s+(\\S+)");

  /** How bad it is. */
  enum Grade {
    /** As it should be. */
    OK,
    /** Works, with a limit that the text names. */
    WARNING,
    /** Nothing can be run until it is repaired. */
    FAILED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One result. */
  record Finding(String check, Grade grade, String text) {}

  private final Store store;
  private final Path agent;
  private final List<Finding> findings = new ArrayList<>();

  Checkup(Store store, Path agent) {
    this.store = store;
    this.agent = agent;
  }

  List<Finding> findings() {
    checkJava();
    if (checkStore()) {
      checkMapping();
      checkSpace();
    }
    checkAgent();
    checkLimits();
    checkClock();
    return List.copyOf(findings);
  }

  private void add(String check, Grade grade, String text) {
    findings.add(new Finding(check, grade, text));
  }

  private void checkJava() {
    add("loader java", Grade.OK, System.getProperty("java.version"));
    try {
      Path java =
          JavaFinder.executable(
              "java",
              Path.of("").toAbsolutePath(),
              System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
      JavaVersion version = JavaFinder.version(java, null);
      add("java", Grade.OK, version.version() + " at " + java);
    } catch (LoaderException e) {
      add("java", Grade.WARNING, "none usable on PATH: " + e.getMessage());
    }
  }

  private void checkAgent() {
    try {
      Path jar = AgentJar.find(agent, System.getenv().getOrDefault("REKINDLE_AGENT", ""), store);
      add("agent", Grade.OK, jar.toString());
    } catch (LoaderException e) {
      add("agent", Grade.FAILED, e.getMessage());
    }
  }

  private boolean checkStore() {
    Path folder = store.folder();
    try {
      Store.createPrivate(folder);
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
      String text = PosixFilePermissions.toString(permissions);
      boolean isPrivate = text.endsWith("------");
      boolean isWritable = Files.isWritable(folder);
      add(
          "store",
          !isWritable ? Grade.FAILED : isPrivate ? Grade.OK : Grade.WARNING,
          folder
              + " "
              + text
              + (isWritable ? "" : ": not writable")
              + (isPrivate ? "" : ": others may read it; to close it, run: chmod 700 " + folder));
      return isWritable;
    } catch (IOException e) {
      add("store", Grade.FAILED, "can't be made: " + e);
      return false;
    }
  }

  private void checkMapping() {
    Path probe = store.folder().resolve(".doctor-" + ProcessHandle.current().pid());
    try {
      String type = Files.getFileStore(store.folder()).type();
      try (FileChannel channel =
          FileChannel.open(
              probe,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE)) {
        channel.write(ByteBuffer.allocate(MAP_PROBE_BYTES));
        MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, MAP_PROBE_BYTES);
        mapped.put(0, (byte) 1);
        mapped.force();
      }
      boolean isNetwork = NETWORK_FILE_SYSTEMS.contains(type);
      add(
          "file system",
          isNetwork ? Grade.WARNING : Grade.OK,
          type + (isNetwork ? ": a journal needs memory mapping and locks of a local disk" : ""));
      if (type.equals("tmpfs")) {
        add("file system", Grade.WARNING, "tmpfs: state is lost when the machine restarts");
      }
    } catch (IOException e) {
      add("file system", Grade.FAILED, "can't map a file into memory: " + e);
    }
  }

  private void checkSpace() {
    try {
      FileStore fileStore = Files.getFileStore(store.folder());
      long free = fileStore.getUsableSpace();
      add(
          "space",
          free < FREE_BYTES_MIN ? Grade.WARNING : Grade.OK,
          DiskUse.format(free) + " free");
    } catch (IOException e) {
      add("space", Grade.WARNING, "unknown: " + e);
    }
  }

  private void checkLimits() {
    Path limits = Path.of("/proc/self/limits");
    Path maps = Path.of("/proc/sys/vm/max_map_count");
    try {
      if (Files.isReadable(limits)) {
        Matcher matcher = OPEN_FILES.matcher(Files.readString(limits));
        String count = matcher.find() ? matcher.group(1) : "unknown";
        boolean isLow = count.matches("\\d{1,18}") && Long.parseLong(count) < OPEN_FILES_MIN;
        add("open files", isLow ? Grade.WARNING : Grade.OK, "at most " + count);
      }
      if (Files.isReadable(maps)) {
        // In one read: the kernel answers a second one, at an offset, with nothing.
        add("mappings", Grade.OK, "at most " + Files.readAllLines(maps).get(0));
      }
    } catch (IOException e) {
      add("limits", Grade.WARNING, "unknown: " + e);
    }
  }

  private void checkClock() {
    Instant now = Instant.now();
    add("clock", now.isBefore(CLOCK_MIN) ? Grade.WARNING : Grade.OK, now.toString());
  }
}
