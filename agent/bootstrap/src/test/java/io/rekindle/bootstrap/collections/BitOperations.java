package io.rekindle.bootstrap.collections;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** The ways to change a bit set. */
final class BitOperations {

  private static final int BIT_COUNT = 500;

  private BitOperations() {}

  static List<Operation<? super BitSet>> all() {
    List<Operation<? super BitSet>> all = new ArrayList<>();
    add(all, "set", (b, r) -> b.set(bit(r)));
    add(all, "setFar", (b, r) -> b.set(bit(r) * 5));
    add(all, "setTo", (b, r) -> b.set(bit(r), r.nextBoolean()));
    add(all, "setNegative", (b, r) -> b.set(-1));
    add(all, "setRange", (b, r) -> b.set(from(r), to(r)));
    add(all, "setRangeTo", (b, r) -> b.set(from(r), to(r), r.nextBoolean()));
    add(all, "setWrongRange", (b, r) -> b.set(9, 5));
    add(all, "flip", (b, r) -> b.flip(bit(r)));
    add(all, "flipRange", (b, r) -> b.flip(from(r), to(r)));
    add(all, "clearBit", (b, r) -> b.clear(bit(r)));
    add(all, "clearLast", (b, r) -> b.clear(b.length() - 1));
    add(all, "clearRange", (b, r) -> b.clear(from(r), to(r)));
    add(all, "clearBehind", (b, r) -> b.clear(bit(r), 2 * BIT_COUNT));
    add(all, "clear", (b, r) -> b.clear());
    add(all, "and", (b, r) -> b.and(random(r)));
    add(all, "andItself", (b, r) -> b.and(b));
    add(all, "or", (b, r) -> b.or(random(r)));
    add(all, "xor", (b, r) -> b.xor(random(r)));
    add(all, "xorItself", (b, r) -> b.xor(b));
    add(all, "andNot", (b, r) -> b.andNot(random(r)));
    return all;
  }

  static BitSet random(Random random) {
    BitSet bits = new BitSet();
    for (int i = random.nextInt(12); i >= 0; i--) {
      int from = from(random);
      bits.set(from, from + random.nextInt(80));
    }
    return bits;
  }

  static int bit(Random random) {
    return random.nextInt(BIT_COUNT);
  }

  private static int from(Random random) {
    return random.nextInt(BIT_COUNT / 2);
  }

  private static int to(Random random) {
    return BIT_COUNT / 2 + random.nextInt(BIT_COUNT);
  }

  private static void add(
      List<Operation<? super BitSet>> all, String name, Operation.Action<BitSet> action) {
    all.add(new Operation<>(name, action));
  }
}
