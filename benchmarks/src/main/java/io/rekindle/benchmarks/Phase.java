package io.rekindle.benchmarks;

import io.rekindle.benchmarks.contender.Contender;
import java.nio.file.Path;
import java.util.Locale;

/** What a contestant's JVM is started for: one piece of work, or one half of it. */
enum Phase {
  /** T1 and T8: change one field of one random account. */
  CHANGE_FIELD(ChangePhases::changeField),
  /** T2: put a new account. */
  PUT_NEW(ChangePhases::putNew),
  /** T9: change the same accounts over and over; now and then one is replaced. */
  ENDLESS_CHANGE(ChangePhases::endlessChange),
  /** T3: the first checkpoint of everything, in a JVM that has done nothing else. */
  FIRST_CHECKPOINT(CheckpointPhases::firstCheckpoint),
  /** T3: how long application threads stand still during the first checkpoint. */
  FIRST_CHECKPOINT_STALL(StallPhases::firstCheckpoint),
  /** T3: the same while a fold runs. */
  FOLD_STALL(StallPhases::fold),
  /** T3: the same at rolls of a segment. */
  ROLL_STALL(StallPhases::roll),
  /** T4, first half: fill the store, change something, wait to be killed. */
  PREPARE(RestorePhases::prepare),
  /** T4, second half: have it all back, and prove it. */
  RESTORE(RestorePhases::restore),
  /** T10: the heap in use with a map of accounts. */
  HEAP_OF_ACCOUNTS(HeapPhases::accounts),
  /** T10: the heap in use with objects that hold a list each. */
  HEAP_OF_BASKETS(HeapPhases::baskets),
  /** T11: changes by one thread and by several, in turns. */
  GROUP_COMMIT(GroupCommitPhase::run);

  /** The work itself; adds what was measured to {@code result}. */
  interface Body {
    void run(Contender contender, Path store, Options options, Result result) throws Exception;
  }

  private final Body body;

  Phase(Body body) {
    this.body = body;
  }

  void run(Contender contender, Path store, Options options, Result result) throws Exception {
    body.run(contender, store, options, result);
  }

  /** As in the command line of a contestant. */
  String optionName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The phase called {@code name} on the command line. */
  static Phase named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
