package io.rekindle.loader.store;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A set of exit codes, 0 to 255, written as {@code 1,3,10-20}. Death by signal {@code n} is 128 +
 * n. Immutable.
 */
public final class ExitCodes {
  /** No code at all. */
  public static final ExitCodes NONE = new ExitCodes(new BitSet());

  private static final int CODE_MAX = 255;
  private static final Pattern RANGE = Pattern.compile("(\\d{1,3})(?:-(\\d{1,3}))?");

  private final BitSet codes;

  private ExitCodes(BitSet codes) {
    this.codes = codes;
  }

  /**
   * Reads codes and ranges with commas between them; the empty text is {@link #NONE}.
   *
   * @throws IllegalArgumentException with a text for the user
   */
  public static ExitCodes parse(String text) {
    BitSet codes = new BitSet();
    if (text.isEmpty()) {
      return NONE;
    }
    for (String part : text.split(",", -1)) {
      Matcher matcher = RANGE.matcher(part.strip());
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "'" + part.strip() + "' is neither a code nor a range, expected for example 3,10-20");
      }
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      if (last > CODE_MAX || first > last) {
        throw new IllegalArgumentException(
            "'"
                + part.strip()
                + "' is no range of exit codes, expected rising codes from 0 to 255");
      }
      codes.set(first, last + 1);
    }
    return new ExitCodes(codes);
  }

  public boolean contains(int code) {
    return code >= 0 && codes.get(code);
  }

  public boolean isEmpty() {
    return codes.isEmpty();
  }

  /** The codes that are in both. */
  public ExitCodes intersection(ExitCodes other) {
    BitSet both = (BitSet) codes.clone();
    both.and(other.codes);
    return new ExitCodes(both);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExitCodes that && codes.equals(that.codes);
  }

  @Override
  public int hashCode() {
    return codes.hashCode();
  }

  /** As {@link #parse} reads it, in rising order. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int first = codes.nextSetBit(0); first >= 0; ) {
      int end = codes.nextClearBit(first);
      text.append(text.length() == 0 ? "" : ",").append(first);
      if (end - first > 1) {
        text.append('-').append(end - 1);
      }
      first = codes.nextSetBit(end);
    }
    return text.toString();
  }
}
