package io.rekindle.codec.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The folder of one registered name: knows where everything lies in it and nothing of what it
 * contains. Immutable; any thread may use it.
 *
 * <pre>
 * NAME/owner.lock launcher.lock fold.lock launch.json ends.jsonl last-failure clean-exit
 * NAME/recovery-point start-hold retention agent.sock heartbeat threads-000001.txt log
 * NAME/incarnation-000001/journal/*.cq4
 * NAME/snapshots/SEQUENCE-INCARNATION.rks
 * NAME/retired/ID
 * NAME/blocks/BLOCK.block
 * NAME/set-aside/
 * NAME/woven/
 * </pre>
 */
public final class NameFolder {
  /** Ends the name of every snapshot. */
  public static final String SNAPSHOT_SUFFIX = ".rks";

  /** Ends the name of every journal segment. */
  public static final String SEGMENT_SUFFIX = ".cq4";

  /** There is no incarnation: the number before the first. */
  public static final int NO_INCARNATION = 0;

  private static final String INCARNATION_PREFIX = "incarnation-";
  private static final int NAME_LENGTH_MAX = 64;

  private final Path path;

  /** The folder at {@code path}, which need not exist yet. */
  public NameFolder(Path path) {
    this.path = path;
  }

  /** The folder of {@code name} in a store; rejects what is no name. */
  public static NameFolder of(Path store, String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "not a name: name=" + name + ", expected=[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    }
    return new NameFolder(store.resolve(name));
  }

  /** True for {@code [A-Za-z0-9][A-Za-z0-9._-]{0,63}}. */
  public static boolean isName(String name) {
    if (name == null || name.isEmpty() || name.length() > NAME_LENGTH_MAX) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!plain && (i == 0 || c != '.' && c != '_' && c != '-')) {
        return false;
      }
    }
    return true;
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** Locked by the JVM that owns the name. */
  public Path ownerLock() {
    return path.resolve("owner.lock");
  }

  /** Locked by the launcher that supervises the name. */
  public Path launcherLock() {
    return path.resolve("launcher.lock");
  }

  /** Locked by whoever folds. */
  public Path foldLock() {
    return path.resolve("fold.lock");
  }

  /** The launch record. */
  public Path launchRecord() {
    return path.resolve("launch.json");
  }

  /** One line per ended incarnation. */
  public Path ends() {
    return path.resolve("ends.jsonl");
  }

  /** Why the agent ended the JVM. */
  public Path lastFailure() {
    return path.resolve("last-failure");
  }

  /** Written when the application declares that its end is intended. */
  public Path cleanExit() {
    return path.resolve("clean-exit");
  }

  /** Which commit the next incarnation goes on from, if it is not the last. */
  public Path recoveryPoint() {
    return path.resolve("recovery-point");
  }

  /** While it is there, the application that was started does not begin. */
  public Path startHold() {
    return path.resolve("start-hold");
  }

  /** How much history is kept, if somebody decided on that. */
  public Path retention() {
    return path.resolve("retention");
  }

  /** Unix socket of the agent. */
  public Path agentSocket() {
    return path.resolve("agent.sock");
  }

  /** Where the agent's socket is, if {@link #agentSocket} is too long a path for one. */
  public Path agentSocketPath() {
    return path.resolve("agent.sock.path");
  }

  /** What the application declares of itself, see {@link Heartbeat}. */
  public Path heartbeat() {
    return path.resolve("heartbeat");
  }

  /** What the threads of an incarnation did when it was found sick. */
  public Path threads(int incarnation) {
    return path.resolve("threads-" + padded(incarnation, 6) + ".txt");
  }

  /** What the agent logged. */
  public Path log() {
    return path.resolve("log");
  }

  /** Woven class bytes. */
  public Path woven() {
    return path.resolve("woven");
  }

  /** Folded snapshots. */
  public Path snapshots() {
    return path.resolve("snapshots");
  }

  /** Lists of oids that the fold wants to forget. */
  public Path retired() {
    return path.resolve("retired");
  }

  /** Named blocks, see {@link BlockFile}. */
  public Path blocks() {
    return path.resolve("blocks");
  }

  /** State that was found unusable, or was kept before an upgrade; no fold looks here. */
  public Path setAside() {
    return path.resolve("set-aside");
  }

  /** The folder of an incarnation. */
  public Path incarnation(int number) {
    return path.resolve(INCARNATION_PREFIX + padded(number, 6));
  }

  /** The Chronicle queue of an incarnation. */
  public Path journal(int incarnation) {
    return incarnation(incarnation).resolve("journal");
  }

  /** What an incarnation commits before its queue is open. */
  public Path openingSegment(int incarnation) {
    return incarnation(incarnation).resolve("opening.seg");
  }

  /** The snapshot as of {@code sequence} that was folded under {@code incarnation}. */
  public Path snapshot(long sequence, int incarnation) {
    return snapshots().resolve(padded(sequence, 20) + "-" + padded(incarnation, 6) + ".rks");
  }

  /** The retirement list {@code id}. */
  public Path retirement(int id) {
    return retired().resolve(padded(id, 8));
  }

  private static String padded(long number, int width) {
    String digits = Long.toString(number);
    StringBuilder padded = new StringBuilder(width);
    for (int i = digits.length(); i < width; i++) {
      padded.append('0');
    }
    return padded.append(digits).toString();
  }

  /** Numbers of the incarnations that have a folder, rising. */
  public List<Integer> incarnations() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (Path file : list(path)) {
      int number = incarnationNumber(file.getFileName().toString());
      if (number != NO_INCARNATION) {
        numbers.add(number);
      }
    }
    Collections.sort(numbers);
    return numbers;
  }

  private static int incarnationNumber(String fileName) {
    if (!fileName.startsWith(INCARNATION_PREFIX)) {
      return NO_INCARNATION;
    }
    return positiveNumber(fileName.substring(INCARNATION_PREFIX.length()));
  }

  private static int positiveNumber(String digits) {
    try {
      return Math.max(Integer.parseInt(digits), 0);
    } catch (NumberFormatException notOurs) {
      return 0;
    }
  }

  /** The largest number of an incarnation here, {@link #NO_INCARNATION} if there is none. */
  public int latestIncarnation() throws IOException {
    List<Integer> numbers = incarnations();
    return numbers.isEmpty() ? NO_INCARNATION : numbers.get(numbers.size() - 1);
  }

  /**
   * Takes the next number by creating its folder, which only one process can do. Numbers that were
   * set aside are not used again.
   */
  public int claimIncarnation() throws IOException {
    StoreFiles.createFolders(path);
    int next = latestIncarnation() + 1;
    for (Path aside : list(setAside())) {
      for (Path file : list(aside)) {
        next = Math.max(next, incarnationNumber(file.getFileName().toString()) + 1);
      }
    }
    while (!StoreFiles.createFolder(incarnation(next))) {
      next++;
    }
    StoreFiles.forceFolder(path);
    return next;
  }

  /** Gives back a number under which nothing was written; one that was used stays. */
  public void forgetIfEmpty(int incarnation) {
    try {
      Files.deleteIfExists(journal(incarnation));
      Files.deleteIfExists(incarnation(incarnation));
    } catch (IOException e) {
      // Something is in it, or it can't be deleted: it does no harm.
    }
  }

  /** The segments of an incarnation's journal in the order they were written. */
  public List<Path> segments(int incarnation) throws IOException {
    List<Path> segments = listEndingWith(journal(incarnation), SEGMENT_SUFFIX);
    if (Files.exists(openingSegment(incarnation))) {
      segments.add(0, openingSegment(incarnation));
    }
    return segments;
  }

  /** All finished snapshots, oldest first. */
  public List<Path> snapshotFiles() throws IOException {
    return listEndingWith(snapshots(), SNAPSHOT_SUFFIX);
  }

  /**
   * The incarnation in the name of a snapshot's file; {@link #NO_INCARNATION} if there is none, or
   * the snapshot came from elsewhere.
   */
  public static int incarnationOf(Path snapshotFile) {
    String name = snapshotFile.getFileName().toString();
    int dash = name.indexOf('-');
    int dot = name.indexOf('.');
    return dash < 0 || dot < dash ? NO_INCARNATION : positiveNumber(name.substring(dash + 1, dot));
  }

  /** The ids of the retirement lists here, rising. */
  public List<Integer> retirements() throws IOException {
    List<Integer> ids = new ArrayList<>();
    for (Path file : list(retired())) {
      int id = positiveNumber(file.getFileName().toString());
      if (id > 0) {
        ids.add(id);
      }
    }
    Collections.sort(ids);
    return ids;
  }

  /** True if a journal or a snapshot is here. */
  public boolean hasState() throws IOException {
    return !incarnations().isEmpty() || !snapshotFiles().isEmpty();
  }

  /**
   * Moves all stored state into a new folder under {@link #setAside}; nothing is deleted. The name
   * then has no state, and the next incarnation starts empty.
   *
   * @return the new folder, whose name begins with {@code label}
   */
  public Path setStateAside(String label) throws IOException {
    Path target = newSetAside(label);
    List<Path> moved = new ArrayList<>();
    moved.add(snapshots());
    moved.add(retired());
    for (int number : incarnations()) {
      moved.add(incarnation(number));
    }
    moved.add(recoveryPoint());
    for (Path from : moved) {
      if (Files.exists(from)) {
        Files.move(from, target.resolve(from.getFileName()));
      }
    }
    StoreFiles.forceFolder(target);
    StoreFiles.forceFolder(path);
    return target;
  }

  /** Makes the folder {@code LABEL-N} under {@link #setAside}, with the next number from 1 on. */
  public Path newSetAside(String label) throws IOException {
    StoreFiles.createFolders(setAside());
    int attempt = setAsideFolders(label).size() + 1;
    while (!StoreFiles.createFolder(setAside().resolve(label + "-" + attempt))) {
      attempt++;
    }
    return setAside().resolve(label + "-" + attempt);
  }

  /** The folders {@code LABEL-N} under {@link #setAside} by rising number. */
  public List<Path> setAsideFolders(String label) throws IOException {
    Map<Integer, Path> byNumber = new TreeMap<>();
    for (Path file : list(setAside())) {
      String name = file.getFileName().toString();
      if (name.startsWith(label + "-")) {
        int number = positiveNumber(name.substring(label.length() + 1));
        if (number > 0) {
          byNumber.put(number, file);
        }
      }
    }
    return new ArrayList<>(byNumber.values());
  }

  static List<Path> listEndingWith(Path folder, String suffix) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path file : list(folder)) {
      if (file.getFileName().toString().endsWith(suffix)) {
        files.add(file);
      }
    }
    Collections.sort(files);
    return files;
  }

  private static List<Path> list(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path file : stream) {
        files.add(file);
      }
    } catch (NoSuchFileException | NotDirectoryException none) {
      return files;
    }
    return files;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
