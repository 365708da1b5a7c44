package io.rekindle.codec;

/**
 * The first byte of every edit in a {@link Operation#DELTA}.
 *
 * <pre>
 * edit := SHAPE     0x01  count:varint value*
 *       | CLEAR     0x02
 *       | PUT       0x03  key:value value:value
 *       | PUT_LAST  0x04  key:value value:value
 *       | REMOVE    0x05  key:value
 *       | ADD       0x06  value
 *       | ADD_LAST  0x07  value
 *       | DISCARD   0x08  value
 *       | SPLICE    0x09  start:varint removed:varint count:varint element*
 *       | PUT_FIRST 0x0A  key:value value:value
 *       | ADD_FIRST 0x0B  value
 *       | APPEND    0x0C  count:varint element*
 * </pre>
 *
 * Keys and elements are equal if their bytes are, tag included; the nodes that a REF leads to are
 * not looked at.
 */
public final class Edit {
  /** Replaces the shape of a sequence or map. */
  public static final int SHAPE = 1;

  /** Drops all elements of a sequence or map. */
  public static final int CLEAR = 2;

  /** Map: replaces the value of the equal key where it stands, or appends the entry. */
  public static final int PUT = 3;

  /** Map: removes the entry if it is there, then appends it. */
  public static final int PUT_LAST = 4;

  /** Map: removes the entry if it is there. */
  public static final int REMOVE = 5;

  /** Sequence as a set: appends the element unless an equal one is there. */
  public static final int ADD = 6;

  /** Sequence as a set: removes the element if it is there, then appends it. */
  public static final int ADD_LAST = 7;

  /** Sequence as a set: removes the element if it is there. */
  public static final int DISCARD = 8;

  /** Sequence as a list, or array: replaces a range by other elements. */
  public static final int SPLICE = 9;

  /** Map: removes the entry if it is there, then puts it before all others. */
  public static final int PUT_FIRST = 10;

  /** Sequence as a set: removes the element if it is there, then puts it before all others. */
  public static final int ADD_FIRST = 11;

  /** Sequence or map: adds elements or entries, none of which is there, at the end. */
  public static final int APPEND = 12;

  /** The largest edit of this format version. */
  public static final int MAX = APPEND;

  private static final String[] NAMES = {
    "SHAPE",
    "CLEAR",
    "PUT",
    "PUT_LAST",
    "REMOVE",
    "ADD",
    "ADD_LAST",
    "DISCARD",
    "SPLICE",
    "PUT_FIRST",
    "ADD_FIRST",
    "APPEND"
  };

  private Edit() {}

  /** The name of {@code edit} for messages; never null, also for edits that do not exist. */
  public static String name(int edit) {
    return edit > 0 && edit <= MAX ? NAMES[edit - 1] : "unknown(" + edit + ")";
  }

  /** True if nodes of {@code kind} can be changed by {@code edit}. */
  static boolean fits(int edit, NodeKind kind) {
    return switch (edit) {
      case SHAPE, CLEAR, APPEND -> kind == NodeKind.MAP || kind == NodeKind.SEQUENCE;
      case PUT, PUT_LAST, PUT_FIRST, REMOVE -> kind == NodeKind.MAP;
      case ADD, ADD_LAST, ADD_FIRST, DISCARD -> kind == NodeKind.SEQUENCE;
      case SPLICE -> kind == NodeKind.SEQUENCE || kind == NodeKind.ARRAY;
      default -> false;
    };
  }
}
