package io.rekindle.benchmarks;

import io.rekindle.benchmarks.contender.Contender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Loads and changes a state with each contender and dies without closing anything. */
final class CrashAfterChanges {

  static final int ACCOUNT_COUNT = 1_000;
  static final int DEPOSIT_COUNT = 100;
  static final int PUT_COUNT = 10;

  private CrashAfterChanges() {}

  /** Arguments: the directory, then the contenders. */
  public static void main(String[] args) throws Exception {
    Options options = Options.parse(new String[] {"--accounts", "" + ACCOUNT_COUNT}, 0);
    for (String name : Arrays.asList(args).subList(1, args.length)) {
      Path store = Files.createDirectory(Path.of(args[0], name));
      Contender contender = ContenderKind.named(name).create(options);
      contender.open(store);
      contender.load(ACCOUNT_COUNT);
      contender.firstCheckpoint();
      Changes changes = new Changes(contender, ACCOUNT_COUNT);
      for (int i = 0; i < DEPOSIT_COUNT; i++) {
        changes.deposit();
      }
      for (int i = 0; i < PUT_COUNT; i++) {
        contender.putNew(ACCOUNT_COUNT + i);
      }
    }
    Runtime.getRuntime().halt(137);
  }
}
