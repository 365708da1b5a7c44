package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.util.HashMap;
import java.util.Map;

/** Puts into its state what can't be stored, and goes on. */
public final class RefusedApp {

  static final class Account {
    long balance;
    Object extra;
  }

  @State private static final Map<String, Account> ACCOUNTS = new HashMap<>();

  private RefusedApp() {}

  @Checkpoint
  static void put(String name, Object extra) {
    var account = new Account();
    account.extra = extra;
    ACCOUNTS.put(name, account);
  }

  private static Object extra(String kind) {
    Runnable lambda = () -> ACCOUNTS.clear();
    return switch (kind) {
      case "thread" -> Thread.currentThread();
      case "socket" -> new java.net.Socket();
      default -> lambda;
    };
  }

  public static void main(String[] args) {
    // An application's thread stays one, however it is called.
    Thread.currentThread().setName("rekindle-worker");
    System.out.println("state accounts=" + ACCOUNTS.keySet());
    put("sound", null);
    try {
      put("x", extra(args[0]));
      System.out.println("went on");
    } catch (RuntimeException e) {
      System.out.println("threw " + e.getMessage());
    }
    for (int i = 0; i < 50 && args.length > 1; i++) {
      put("later " + i, null);
    }
    System.out.println("end");
  }
}
