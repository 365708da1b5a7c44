package io.rekindle.codec.recovery;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.Edit;
import io.rekindle.codec.StateInput;
import io.rekindle.codec.StateOutput;
import java.util.Arrays;

/**
 * What became of the keys that edits named: a hash table of them, far smaller than the map or set
 * that they belong to, which is read once, at the end. Confined to one thread.
 *
 * <p>Invariants: a key has one record, which tells where its entry goes:
 *
 * <ul>
 *   <li>in its place among the elements if it is there, else among those appended
 *   <li>before or behind all others, and out of its old place
 *   <li>nowhere
 * </ul>
 */
final class KeyedEdits {
  private static final byte IN_PLACE = 0;
  private static final byte FRONT = 1;
  private static final byte BACK = 2;
  private static final byte GONE = 3;

  /** Was in its place; met when the elements were read. */
  private static final byte MET = 4;

  private static final int NOT_FOUND = -1;

  private static final long FNV_BASIS = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  /** Few, as most nodes have few changes; a power of two. */
  private static final int CAPACITY_MIN = 8;

  private static final int RECORD_BYTES = 33;

  private final boolean isMap;
  private final StateOutput bytes = new StateOutput(64);
  private int[] slots = new int[2 * CAPACITY_MIN];
  private int count;
  private int[] hashes = new int[CAPACITY_MIN];
  private int[] keyAt = new int[CAPACITY_MIN];
  private int[] keyLength = new int[CAPACITY_MIN];
  private int[] valueAt = new int[CAPACITY_MIN];
  private int[] valueLength = new int[CAPACITY_MIN];
  private byte[] places = new byte[CAPACITY_MIN];
  private int[] turns = new int[CAPACITY_MIN];

  // Records in the order they were moved there; valid is the last turn of each.
  private final Turns front = new Turns();
  private final Turns back = new Turns();

  KeyedEdits(boolean isMap) {
    this.isMap = isMap;
  }

  /** Memory that the edits take, in bytes, about. */
  long heldBytes() {
    return bytes.position() + 4L * (front.count + back.count) + (long) RECORD_BYTES * count;
  }

  /** Applies an edit of {@link Edit}'s keyed ones; the slices are copied. */
  void apply(int edit, byte[] source, int keyOffset, int valueOffset, int end) {
    int hash = hash(source, keyOffset, valueOffset);
    int record = find(source, keyOffset, valueOffset, hash);
    if (record == NOT_FOUND) {
      record = add(source, keyOffset, valueOffset, hash);
      places[record] = IN_PLACE;
      turns[record] = back.add(record);
    } else if (places[record] == GONE && (edit == Edit.PUT || edit == Edit.ADD)) {
      places[record] = BACK;
      turns[record] = back.add(record);
    }
    setValue(record, source, valueOffset, end - valueOffset);
    switch (edit) {
      case Edit.PUT, Edit.ADD -> {}
      case Edit.REMOVE, Edit.DISCARD -> places[record] = GONE;
      case Edit.PUT_LAST, Edit.ADD_LAST -> {
        places[record] = BACK;
        turns[record] = back.add(record);
      }
      case Edit.PUT_FIRST, Edit.ADD_FIRST -> {
        places[record] = FRONT;
        turns[record] = front.add(record);
      }
      default -> throw new CorruptStateException("no keyed edit: edit=" + Edit.name(edit));
    }
  }

  /**
   * FNV-1a of 64 bits. Keys are often numbers that follow each other: with a multiplier less than
   * 256 those of some would be the same.
   */
  private static int hash(byte[] source, int from, int to) {
    long hash = FNV_BASIS;
    for (int i = from; i < to; i++) {
      hash = (hash ^ source[i] & 0xFF) * FNV_PRIME;
    }
    hash ^= hash >>> Integer.SIZE;
    return (int) (hash * 0x9E3779B97F4A7C15L >>> Integer.SIZE);
  }

  private int find(byte[] source, int from, int to, int hash) {
    int mask = slots.length - 1;
    for (int slot = hash & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
      int record = slots[slot] - 1;
      int at = keyAt[record];
      if (hashes[record] == hash
          && Arrays.equals(bytes.array(), at, at + keyLength[record], source, from, to)) {
        return record;
      }
    }
    return NOT_FOUND;
  }

  private int add(byte[] source, int from, int to, int hash) {
    if (count == hashes.length) {
      grow();
    }
    int record = count++;
    hashes[record] = hash;
    keyAt[record] = bytes.position();
    keyLength[record] = to - from;
    bytes.putBytes(source, from, to - from);
    insert(record);
    return record;
  }

  private void insert(int record) {
    int mask = slots.length - 1;
    int slot = hashes[record] & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = record + 1;
  }

  private void grow() {
    int capacity = 2 * hashes.length;
    hashes = Arrays.copyOf(hashes, capacity);
    keyAt = Arrays.copyOf(keyAt, capacity);
    keyLength = Arrays.copyOf(keyLength, capacity);
    valueAt = Arrays.copyOf(valueAt, capacity);
    valueLength = Arrays.copyOf(valueLength, capacity);
    places = Arrays.copyOf(places, capacity);
    turns = Arrays.copyOf(turns, capacity);
    slots = new int[2 * capacity];
    for (int record = 0; record < count; record++) {
      insert(record);
    }
  }

  /** A value that is no longer than the one before takes its room. */
  private void setValue(int record, byte[] source, int offset, int length) {
    if (length <= valueLength[record]) {
      System.arraycopy(source, offset, bytes.array(), valueAt[record], length);
    } else {
      valueAt[record] = bytes.position();
      bytes.putBytes(source, offset, length);
    }
    valueLength[record] = length;
  }

  /**
   * Writes the elements as they are after all edits. Ends the use of this object.
   *
   * @return how many
   */
  int write(Elements elements, StateOutput output) {
    int written = 0;
    for (int turn = front.count - 1; turn >= 0; turn--) {
      int record = front.records[turn];
      if (places[record] == FRONT && turns[record] == turn) {
        writeRecord(record, output);
        written++;
      }
    }
    written += writeElements(elements, output);
    for (int turn = 0; turn < back.count; turn++) {
      int record = back.records[turn];
      if ((places[record] == BACK || places[record] == IN_PLACE) && turns[record] == turn) {
        writeRecord(record, output);
        written++;
      }
    }
    return written;
  }

  private void writeRecord(int record, StateOutput output) {
    output.putBytes(bytes.array(), keyAt[record], keyLength[record]);
    output.putBytes(bytes.array(), valueAt[record], valueLength[record]);
  }

  /** Copies what no edit concerns in runs as long as possible. */
  private int writeElements(Elements elements, StateOutput output) {
    byte[] source = elements.bytes();
    StateInput in = new StateInput(source, elements.offset(), elements.length());
    int written = 0;
    int runStart = elements.offset();
    HashFilter named = new HashFilter(hashes, count);
    for (int i = 0; i < elements.count(); i++) {
      int start = in.position();
      in.skipValue();
      int keyEnd = in.position();
      if (isMap) {
        in.skipValue();
      }
      int hash = hash(source, start, keyEnd);
      int record = named.mayContain(hash) ? find(source, start, keyEnd, hash) : NOT_FOUND;
      boolean stays = record == NOT_FOUND || places[record] == IN_PLACE || places[record] == MET;
      if (record != NOT_FOUND) {
        output.putBytes(source, runStart, start - runStart);
        runStart = in.position();
        if (stays) {
          places[record] = MET;
          writeRecord(record, output);
        }
      }
      written += stays ? 1 : 0;
    }
    output.putBytes(source, runStart, in.position() - runStart);
    return written;
  }

  private static final class Turns {
    int[] records = new int[CAPACITY_MIN];
    int count;

    int add(int record) {
      if (count == records.length) {
        records = Arrays.copyOf(records, 2 * count);
      }
      records[count] = record;
      return count++;
    }
  }
}
