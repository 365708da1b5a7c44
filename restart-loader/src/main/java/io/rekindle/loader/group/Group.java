package io.rekindle.loader.group;

import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.Store;
import io.rekindle.loader.store.Strategy;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One process's view of a group: the way to its lock and its members. Safe from any thread; make
 * one for each group and process only, see {@link GroupLock}.
 */
public final class Group {
  private static final long LOCK_POLL_NS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Store store;
  private final String name;
  private final GroupKey key;
  private final GroupFiles files;
  private final Consumer<String> log;
  private final GroupLock.Turn turn = new GroupLock.Turn();

  private Group(Store store, String name, GroupKey key, Consumer<String> log) {
    this.store = store;
    this.name = name;
    this.key = key;
    this.files = GroupFiles.of(store, key);
    this.log = log;
  }

  /** The group of a launch. */
  public static Group of(Store store, LaunchRecord launch, Consumer<String> log) {
    GroupKey key = GroupKey.of(store, launch.name(), launch.membership());
    return new Group(store, launch.group(), key, log);
  }

  /** A group by its name. */
  public static Group named(Store store, String group, Consumer<String> log) {
    return new Group(store, group, GroupKey.ofGroup(group), log);
  }

  /** What is locked by whoever restarts the site; it has no members. */
  static Group ofSite(Store store, Consumer<String> log) {
    return new Group(store, "", GroupKey.SITE, log);
  }

  /** As the user named it. */
  public String name() {
    return name;
  }

  /** Its members as of now. */
  public Roster roster() {
    return Roster.read(store, key);
  }

  /** Whether anybody has ever acted on it: false for a name that never spawned another one. */
  public boolean isUsed() {
    return files.isUsed();
  }

  /** From now on {@link #isUsed} is true. */
  public void use() throws IOException {
    files.prepare();
    if (!files.isUsed()) {
      locked(() -> false, () -> true);
    }
  }

  /** Where its members are. */
  Store store() {
    return store;
  }

  /** Tells the user. */
  void say(String line) {
    log.accept(line);
  }

  /** Its restarts are not counted on: somebody has looked after it. */
  public void forget() throws IOException {
    ledger().clear();
  }

  /** Where its restarts are counted, under the lock. */
  GroupLedger ledger() {
    return new GroupLedger(files.ledger());
  }

  /**
   * Runs {@code action} with the group's lock, which is waited for.
   *
   * @return its result, or empty if {@code isGivenUp} came first
   */
  public <T> Optional<T> locked(BooleanSupplier isGivenUp, LockedAction<T> action)
      throws IOException {
    Optional<GroupLock> lock = lock(isGivenUp);
    if (lock.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(action.run());
    } finally {
      lock.get().close();
    }
  }

  /** What is done under the lock. */
  public interface LockedAction<T> {
    /** Does it. */
    T run() throws IOException;
  }

  /**
   * Begins the restart that follows a crash of {@code name}. Nobody is ended by that yet.
   *
   * @param isPreempted whether somebody else has begun to restart the group meanwhile
   * @return empty if that is so: then {@code name} is among those who are held
   */
  public Optional<GroupRestart> afterCrash(String name, BooleanSupplier isPreempted)
      throws IOException {
    return begin(isPreempted, roster -> affectedBy(roster, name, null));
  }

  /** Begins a restart of all members that {@code name} conducts; empty as above. */
  public Optional<GroupRestart> ofAllWith(String name, BooleanSupplier isPreempted)
      throws IOException {
    return begin(isPreempted, roster -> affectedBy(roster, name, Strategy.ONE_FOR_ALL));
  }

  /** Whom a restart of {@code name} affects, by that strategy, or by its own if it is null. */
  private static List<Member> affectedBy(Roster roster, String name, Strategy strategy) {
    return roster
        .member(name)
        .map(
            crashed ->
                roster.affectedBy(
                    crashed, strategy == null ? crashed.membership().strategy() : strategy))
        .orElse(List.of());
  }

  /** Begins the end of what {@code name} has spawned; empty as above. */
  public Optional<GroupRestart> spawnedBy(String name, BooleanSupplier isPreempted)
      throws IOException {
    return begin(isPreempted, roster -> roster.spawnedBy(name));
  }

  /** Begins a restart of all members. */
  public GroupRestart ofAll() throws IOException {
    return begin(() -> false, Roster::members).orElseThrow();
  }

  /** Who is concerned. */
  interface Choice {
    /** Picks them. */
    List<Member> of(Roster roster);
  }

  /** Begins the restart of those that {@code choice} picks; empty if {@code isPreempted}. */
  Optional<GroupRestart> begin(BooleanSupplier isPreempted, Choice choice) throws IOException {
    Optional<GroupLock> lock = lock(isPreempted);
    if (lock.isEmpty()) {
      return Optional.empty();
    }
    try {
      Roster roster = roster();
      return Optional.of(new GroupRestart(lock.get(), ledger(), roster, choice.of(roster), log));
    } catch (RuntimeException | Error e) {
      lock.get().close();
      throw e;
    }
  }

  /** Empty if {@code isGivenUp} came first. */
  private Optional<GroupLock> lock(BooleanSupplier isGivenUp) throws IOException {
    while (!isGivenUp.getAsBoolean()) {
      Optional<GroupLock> lock = GroupLock.tryAcquire(files, turn);
      if (lock.isPresent() && isGivenUp.getAsBoolean()) {
        // Whoever held this member has let go of the lock, and has yet to be obeyed.
        lock.get().close();
        return Optional.empty();
      }
      if (lock.isPresent()) {
        return lock;
      }
      LockSupport.parkNanos(LOCK_POLL_NS);
    }
    return Optional.empty();
  }
}
