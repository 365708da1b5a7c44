package io.rekindle.benchmarks;

import io.rekindle.Rekindle;
import io.rekindle.benchmarks.application.CapturedShop;
import io.rekindle.benchmarks.application.Shop;
import io.rekindle.benchmarks.application.ShopService;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Does business in a shop as fast as it can: {@code ShopLoop --captured BOOLEAN --served BOOLEAN
 * --accounts N --seconds N --result FILE}. Appends one line with the steps per second, and waits to
 * be killed.
 */
public final class ShopLoop {

  /** Ends this JVM if the driver is gone. */
  private static final long LIFE_MINUTES_MAX = 30;

  /** What the steps returned, so that no compiler leaves them out. */
  private static volatile long returned;

  private ShopLoop() {}

  /** Warms up for half of the time, and measures for all of it. */
  public static void main(String[] args) throws Exception {
    Options options = Options.parse(args, 0);
    Loop loop = loop(options);
    long limitNs = ChangePhases.limitNs(options);
    loop.mean(Long.MAX_VALUE, limitNs / 2);
    double meanNs = loop.mean(Long.MAX_VALUE, limitNs);
    new Result()
        .put("managed", Rekindle.isManaged())
        .put("opsPerSecond", 1e9 / meanNs)
        .appendTo(Path.of(options.text("result", "")));
    new CountDownLatch(1).await(LIFE_MINUTES_MAX, TimeUnit.MINUTES);
  }

  private static Loop loop(Options options) throws GeneralSecurityException {
    int customerCount = ChangePhases.accountCount(options);
    if (options.text("captured", "").equals("true")) {
      CapturedShop.open(customerCount);
      Rekindle.checkpoint();
      return loop(options, CapturedShop::step);
    }
    return loop(options, new Shop(customerCount)::step);
  }

  private static Loop loop(Options options, LongSupplier step) throws GeneralSecurityException {
    if (options.text("served", "").equals("true")) {
      ShopService service = new ShopService(step);
      return new Loop(index -> returned = service.serve(index));
    }
    return new Loop(index -> returned = step.getAsLong());
  }
}
