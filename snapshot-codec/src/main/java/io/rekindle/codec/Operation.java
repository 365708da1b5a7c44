package io.rekindle.codec;

/**
 * The first byte of every operation in a commit.
 *
 * <pre>
 * operation := CLASS   0x01  class
 *            | NODE    0x02  oid:varint classId:varint length:varint payload
 *            | ROOT    0x03  name:string oid:varint
 *            | RETIRED 0x04  retirement:varint
 *            | DELTA   0x05  oid:varint classId:varint length:varint edit*
 * </pre>
 */
public final class Operation {
  /** Describes a class before its id is first used. */
  public static final int CLASS = 1;

  /** Gives a node its content, in place of what its oid held before. */
  public static final int NODE = 2;

  /** Makes a name lead to a node; oid 0 takes the root away. */
  public static final int ROOT = 3;

  /** Adopts a list of oids that the fold may forget. */
  public static final int RETIRED = 4;

  /** Changes entries of a container or an array that is stored already; see {@link Edit}. */
  public static final int DELTA = 5;

  private Operation() {}
}
