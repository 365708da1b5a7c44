package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.State;

/** Many woven objects, of which single fields are changed. */
public final class TreeApp {

  static final class Leaf {
    long value;
    Leaf left;
    Leaf right;
  }

  @State private static Leaf root;

  private TreeApp() {}

  @Checkpoint
  static void fill(int size) {
    root = make(size);
  }

  private static Leaf make(int size) {
    if (size == 0) {
      return null;
    }
    var leaf = new Leaf();
    leaf.left = make((size - 1) / 2);
    leaf.right = make(size - 1 - (size - 1) / 2);
    return leaf;
  }

  @Checkpoint
  static void touch(long path) {
    Leaf leaf = root;
    for (long rest = path; rest > 1 && leaf.left != null && leaf.right != null; rest >>= 1) {
      leaf = (rest & 1) == 0 ? leaf.left : leaf.right;
    }
    leaf.value++;
  }

  /** Arguments: objects, changes. */
  public static void main(String[] args) {
    fill(Integer.parseInt(args[0]));
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      touch(1000 + i * 37L);
    }
    Runtime.getRuntime().halt(0);
  }
}
