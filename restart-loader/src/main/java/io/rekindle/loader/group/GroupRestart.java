package io.rekindle.loader.group;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.RestartSettings;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One restart of a group, conducted from here: holds those that are affected, starts them again in
 * the order of their registration. The group's lock is held until {@link #close}, which also lets
 * go of everybody who is still held. Used by one thread.
 */
public final class GroupRestart implements AutoCloseable {
  private final GroupLock lock;
  private final GroupLedger ledger;
  private final Roster roster;
  private final List<Member> affected;
  private final Consumer<String> log;
  private final List<MemberHold> holds = new ArrayList<>();

  /** Found while the others end, by several threads. */
  private final List<Member> abandoned = new CopyOnWriteArrayList<>();

  private boolean isRestDue;
  private int restartCount;

  GroupRestart(
      GroupLock lock,
      GroupLedger ledger,
      Roster roster,
      List<Member> affected,
      Consumer<String> log) {
    this.lock = lock;
    this.ledger = ledger;
    this.roster = roster;
    this.affected = affected;
    this.log = log;
  }

  /** Counts this restart; false if it is one too many. */
  public boolean tryRestart() {
    try {
      restartCount = ledger.tryRestart(settings(), System.currentTimeMillis());
      return restartCount > 0;
    } catch (IOException e) {
      log.accept("the group's restarts can't be counted: " + e);
      return true;
    }
  }

  /** Restarts of the group within the period, this one included. */
  public int restartCount() {
    return restartCount;
  }

  /** The restart intensity of the group is that of its first direct member. */
  public RestartSettings settings() {
    return roster.members().stream()
        .filter(member -> member.membership().isDirect())
        .findFirst()
        .or(() -> roster.members().stream().findFirst())
        .map(member -> member.launch().restart())
        .orElse(RestartSettings.DEFAULT);
  }

  /** Ends all that are affected, at the same time; returns when they have ended. */
  public void hold() {
    List<CompletableFuture<MemberHold>> ends = new ArrayList<>();
    for (Member member : affected) {
      CompletableFuture<MemberHold> end = new CompletableFuture<>();
      Thread thread = new Thread(() -> end.complete(end(member)), "rekindle-hold");
      thread.setDaemon(true);
      thread.start();
      ends.add(end);
    }
    for (CompletableFuture<MemberHold> end : ends) {
      MemberHold hold = end.join();
      if (hold != null) {
        holds.add(hold);
      }
    }
  }

  /** Null if there is nothing to start again. */
  private MemberHold end(Member member) {
    try {
      if (!member.membership().isDirect()) {
        MemberCall.end(member.folder());
        return null;
      }
      if (!member.membership().isResurrected() && isClean(member)) {
        return null;
      }
      return MemberHold.of(member);
    } catch (SocketException e) {
      tellWithoutController(member);
    } catch (IOException e) {
      log.accept("not restarted with its group: " + member.name() + ": " + e.getMessage());
    }
    return null;
  }

  /** Nobody listens: it is down, or its controller was killed. */
  private void tellWithoutController(Member member) {
    if (AbandonedMember.is(member)) {
      abandoned.add(member);
    } else if (member.folder().liveOwner().isPresent()) {
      log.accept("not restarted with its group, as it runs without a loader: " + member.name());
    }
  }

  private static boolean isClean(Member member) {
    return MemberCall.status(member.folder())
        .filter(status -> status.path("state").asText().equals(MemberState.CLEAN.word()))
        .isPresent();
  }

  /** Starts those that are held and were registered before {@code name}. */
  public void startEarlier(String name) {
    Member self = roster.member(name).orElse(null);
    startIf(member -> self != null && Member.REGISTERED.compare(member, self) < 0);
  }

  /** Starts all that are still held. Those without a controller follow when this is closed. */
  public List<String> startRest() {
    isRestDue = true;
    return startIf(member -> true);
  }

  private List<String> startIf(Predicate<Member> isNext) {
    List<String> started = new ArrayList<>();
    for (MemberHold hold : List.copyOf(holds)) {
      if (isNext.test(hold.member())) {
        holds.remove(hold);
        try {
          hold.start();
          started.add(hold.member().name());
        } catch (IOException e) {
          log.accept(
              "not restarted with its group: " + hold.member().name() + ": " + e.getMessage());
        }
      }
    }
    return started;
  }

  /** Ends everybody for good: the group is not restarted any more. */
  public void giveUp() {
    abandoned.clear();
    for (MemberHold hold : List.copyOf(holds)) {
      holds.remove(hold);
      try {
        hold.giveUp();
      } catch (IOException e) {
        log.accept("can't give up " + hold.member().name() + ": " + e.getMessage());
      }
    }
  }

  /** Who ends and starts with this restart, beside the one that conducts it. */
  public List<String> affected() {
    return affected.stream().map(Member::name).toList();
  }

  @Override
  public void close() {
    for (MemberHold hold : holds) {
      try {
        hold.close();
      } catch (IOException e) {
        log.accept("can't let go of " + hold.member().name() + ": " + e);
      }
    }
    holds.clear();
    try {
      lock.close();
    } catch (IOException e) {
      log.accept("can't unlock the group: " + e);
    }
    if (isRestDue) {
      startAbandoned();
    }
  }

  /** Their new controllers need the group's lock. */
  private void startAbandoned() {
    for (Member member : abandoned) {
      try {
        Path output = AbandonedMember.start(member);
        log.accept(
            "restarted with its group, under a new loader, as the old one was killed: "
                + member.name()
                + ", output in "
                + output);
      } catch (IOException | LoaderException e) {
        log.accept("not restarted with its group: " + member.name() + ": " + e.getMessage());
      }
    }
    abandoned.clear();
  }
}
