package io.rekindle.options;

import java.util.List;

/** Finds what somebody meant who mistyped a name. */
public final class NearestName {

  private NearestName() {}

  /**
   * The candidate with the fewest differences to {@code word}, the earlier one of two equally near;
   * null if there is no candidate or if not even half of the letters agree.
   */
  public static String find(String word, List<String> candidates) {
    String nearest = null;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < candidates.size(); i++) {
      String candidate = candidates.get(i);
      int distance = distance(word, candidate);
      if (distance < least && distance * 2 <= Math.max(word.length(), candidate.length())) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  /**
   * How many letters must be inserted, removed, replaced or swapped with their neighbour; case does
   * not count.
   */
  public static int distance(String a, String b) {
    int[] beforePrevious = new int[b.length() + 1];
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (same(a, i, b, j) ? 0 : 1);
        int least = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
        if (i > 1 && j > 1 && same(a, i, b, j - 1) && same(a, i - 1, b, j)) {
          least = Math.min(least, beforePrevious[j - 2] + 1);
        }
        current[j] = least;
      }
      int[] spare = beforePrevious;
      beforePrevious = previous;
      previous = current;
      current = spare;
    }
    return previous[b.length()];
  }

  private static boolean same(String a, int i, String b, int j) {
    return Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
  }
}
