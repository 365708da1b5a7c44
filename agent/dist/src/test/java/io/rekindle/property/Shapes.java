package io.rekindle.property;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** The woven classes that the graphs are made of. */
final class Shapes {

  private Shapes() {}

  /** Fields of every primitive type and two references. */
  static class Node {
    boolean bit;
    byte octet;
    short small;
    char letter;
    int whole;
    long large;
    float single;
    double twice;
    String text;
    Object left;
    Object right;
    transient Object forgotten = new Thread();
    final int id;

    Node(int id) {
      this.id = id;
    }
  }

  /** Has a field of the same name as its superclass. */
  static class SubNode extends Node {
    long large;
    Object left;
    final Object fixed;

    SubNode(int id, Object fixed) {
      super(id);
      this.fixed = fixed;
    }
  }

  /** Generic, and one more level of the same names. */
  static final class Pair<A, B> extends SubNode {
    A left;
    B right;
    private final Object[] both = new Object[2];

    Pair(int id, A left, B right) {
      super(id, left);
      this.left = left;
      this.right = right;
      both[0] = left;
      both[1] = right;
    }

    Object[] both() {
      return both;
    }
  }

  /** Its hash code is its identity. */
  static final class Key {
    final int id;
    Object note;

    Key(int id) {
      this.id = id;
    }
  }

  /** A record of values only: a stable key. */
  record Point(int x, String name) {}

  /** A record that holds references, records among them. */
  record Link(Object from, Object to, Point label, int[] weights) {}

  /** Few constants, some with bodies. */
  enum Shade {
    DARK,
    LIGHT {
      @Override
      int weight() {
        return 1;
      }
    },
    NONE {
      @Override
      int weight() {
        return 2;
      }
    };

    int weight() {
      return 0;
    }
  }

  /** More constants than a long has bits. */
  enum Many {
    A0,
    A1,
    A2,
    A3,
    A4,
    A5,
    A6,
    A7,
    A8,
    A9,
    B0,
    B1,
    B2,
    B3,
    B4,
    B5,
    B6,
    B7,
    B8,
    B9,
    C0,
    C1,
    C2,
    C3,
    C4,
    C5,
    C6,
    C7,
    C8,
    C9,
    D0,
    D1,
    D2,
    D3,
    D4,
    D5,
    D6,
    D7,
    D8,
    D9,
    E0,
    E1,
    E2,
    E3,
    E4,
    E5,
    E6,
    E7,
    E8,
    E9,
    F0,
    F1,
    F2,
    F3,
    F4,
    F5,
    F6,
    F7,
    F8,
    F9,
    G0,
    G1,
    G2,
    G3,
    G4,
    G5,
    G6,
    G7,
    G8,
    G9
  }

  /** A comparator with state. */
  static final class ByLength implements Comparator<String> {
    private final boolean backwards;

    ByLength(boolean backwards) {
      this.backwards = backwards;
    }

    @Override
    public int compare(String a, String b) {
      int order = Integer.compare(a.length(), b.length());
      order = order == 0 ? a.compareTo(b) : order;
      return backwards ? -order : order;
    }
  }

  /** For accumulators. */
  static final class Largest implements LongBinaryOperator, DoubleBinaryOperator {
    @Override
    public long applyAsLong(long a, long b) {
      return Math.max(a, b);
    }

    @Override
    public double applyAsDouble(double a, double b) {
      return Math.max(a, b);
    }
  }

  /** For delay queues. */
  static final class Due implements Delayed {
    final long at;
    Object what;

    Due(long at, Object what) {
      this.at = at;
      this.what = what;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return at;
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(at, ((Due) other).at);
    }
  }

  /** A list with fields. */
  @SuppressWarnings("serial") // Never serialized: its field may hold anything.
  static final class NamedList extends ArrayList<Object> {
    private static final long serialVersionUID = 1;
    String name;
    Object owner;

    NamedList(String name, Object owner) {
      this.name = name;
      this.owner = owner;
    }
  }

  /** A map with fields. */
  @SuppressWarnings("serial") // Never serialized: its field may hold anything.
  static final class NamedMap extends HashMap<Object, Object> {
    private static final long serialVersionUID = 1;
    final int id;
    Object owner;

    NamedMap(int id) {
      super(4, 0.5f);
      this.id = id;
    }
  }

  /** An exception with fields. */
  @SuppressWarnings("serial") // Never serialized: its field may hold anything.
  static final class Trouble extends RuntimeException {
    private static final long serialVersionUID = 1;
    int code;
    Object culprit;

    Trouble(String message, Throwable cause, int code, Object culprit) {
      super(message, cause);
      this.code = code;
      this.culprit = culprit;
    }
  }

  /** A lock with its condition. */
  static final class Guarded {
    final ReentrantLock lock = new ReentrantLock(true);
    final Condition ready = lock.newCondition();
    int count;
  }

  /** Has objects that know it without a field of the source. */
  static final class Outer {
    int id;
    Object inner;

    Outer(int id, int kind, Object captured) {
      this.id = id;
      class Local {
        int times;
        Object seen = captured;

        Object both() {
          times++;
          return captured == null ? Outer.this : captured;
        }
      }
      inner =
          switch (kind) {
            case 0 -> new Inner();
            case 1 -> new Local();
            default ->
                new Runnable() {
                  private int runs;

                  @Override
                  public void run() {
                    runs++;
                    Outer.this.id += captured == null ? runs : 1;
                  }
                };
          };
    }

    final class Inner implements Runnable {
      int calls;

      @Override
      public void run() {
        calls++;
        id++;
      }
    }
  }
}
