package io.rekindle.codec.recovery;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.StateInput;
import io.rekindle.codec.StateOutput;
import java.util.Arrays;

/**
 * A list or array while ranges of it are replaced: an unrolled list of where its elements lie, one
 * int each. An edit moves at most a chunk, and walks over the chunks, a thousandth of the elements.
 * Confined to one thread.
 *
 * <pre>
 *   chunk 0                chunk 1                ...
 *   +----+----+----+---    +----+----+----+---
 *   | at | at | at |       | at | at | at |         at &gt;= 0: in the bytes of edits
 *   +----+----+----+---    +----+----+----+---      at &lt; 0:  ~at in the stored elements
 * </pre>
 */
final class ListEdits {
  private static final int CHUNK_SIZE = 1024;

  private final byte[] stored;
  private final int width;
  private final StateOutput bytes = new StateOutput(64);
  private int[][] chunks = new int[16][];
  private int[] sizes = new int[16];
  private int chunkCount;
  private int count;

  // Where locate() ended.
  private int chunk;
  private int index;

  /**
   * Holds {@code elements}.
   *
   * @param width bytes of an element, 0 if elements are values
   */
  ListEdits(Elements elements, int width) {
    this.stored = elements.bytes();
    this.width = width;
    StateInput in = new StateInput(stored, elements.offset(), elements.length());
    while (count < elements.count()) {
      int size = Math.min(CHUNK_SIZE, elements.count() - count);
      int[] places = new int[CHUNK_SIZE];
      for (int i = 0; i < size; i++) {
        places[i] = ~in.position();
        skip(in);
      }
      openGap(chunkCount, 1);
      chunks[chunkCount - 1] = places;
      sizes[chunkCount - 1] = size;
      count += size;
    }
  }

  private void skip(StateInput in) {
    if (width == 0) {
      in.skipValue();
    } else {
      in.skip(width);
    }
  }

  /** Memory that the edits take beside an int for each element, in bytes. */
  long heldBytes() {
    return bytes.position();
  }

  int count() {
    return count;
  }

  /**
   * Replaces {@code removed} elements from {@code start} on by those in the slice, which is copied.
   *
   * @throws CorruptStateException if the range is not within the list
   */
  void splice(int start, int removed, int added, byte[] source, int offset, int length) {
    if (start > count || removed > count - start) {
      throw new CorruptStateException(
          "range outside of the list: start=" + start + ", removed=" + removed + ", size=" + count);
    }
    int[] places = keep(added, source, offset, length);
    locate(start);
    int replaced = Math.min(removed, added);
    replace(places, replaced);
    if (removed > replaced) {
      remove(removed - replaced);
    } else if (added > replaced) {
      insert(places, replaced);
    }
  }

  private int[] keep(int added, byte[] source, int offset, int length) {
    int[] places = new int[added];
    int shift = bytes.position() - offset;
    StateInput in = new StateInput(source, offset, length);
    for (int i = 0; i < added; i++) {
      places[i] = in.position() + shift;
      skip(in);
    }
    bytes.putBytes(source, offset, length);
    return places;
  }

  /** Finds the chunk of position {@code at}, from the nearer end; the end counts as in the last. */
  private void locate(int at) {
    if (at <= count / 2) {
      chunk = 0;
      index = at;
      while (chunk < chunkCount && index >= sizes[chunk]) {
        index -= sizes[chunk++];
      }
    } else {
      chunk = chunkCount;
      int first = count;
      while (at < first || chunk == chunkCount) {
        first -= sizes[--chunk];
      }
      index = at - first;
    }
  }

  private void replace(int[] places, int replaced) {
    int done = 0;
    while (done < replaced) {
      enterNext();
      int here = Math.min(replaced - done, sizes[chunk] - index);
      System.arraycopy(places, done, chunks[chunk], index, here);
      index += here;
      done += here;
    }
  }

  /** Moves on from behind a chunk to the next one, if there is one. */
  private void enterNext() {
    while (chunk < chunkCount && index == sizes[chunk] && chunk + 1 < chunkCount) {
      chunk++;
      index = 0;
    }
  }

  private void remove(int removed) {
    count -= removed;
    int left = removed;
    enterNext();
    int emptied = 0;
    int at = chunk;
    int from = index;
    int firstEmpty = from == 0 ? at : at + 1;
    while (left > 0) {
      int here = Math.min(left, sizes[at] - from);
      System.arraycopy(chunks[at], from + here, chunks[at], from, sizes[at] - from - here);
      sizes[at] -= here;
      left -= here;
      emptied += sizes[at] == 0 ? 1 : 0;
      at++;
      from = 0;
    }
    closeGap(firstEmpty, emptied);
  }

  private void insert(int[] places, int from) {
    int added = places.length - from;
    count += added;
    if (chunkCount == 0) {
      openGap(0, 1);
      chunks[0] = new int[CHUNK_SIZE];
      chunk = 0;
      index = 0;
    } else if (chunk == chunkCount) {
      chunk--;
      index = sizes[chunk];
    }
    if (added > CHUNK_SIZE - sizes[chunk] && added <= CHUNK_SIZE / 2 && !isAtAnEnd()) {
      halve();
    }
    int behind = sizes[chunk] - index;
    if (added <= CHUNK_SIZE - sizes[chunk]) {
      System.arraycopy(chunks[chunk], index, chunks[chunk], index + added, behind);
      System.arraycopy(places, from, chunks[chunk], index, added);
      sizes[chunk] += added;
      return;
    }
    insertChunks(places, from, behind);
  }

  private boolean isAtAnEnd() {
    return chunk == 0 && index == 0 || chunk == chunkCount - 1 && index == sizes[chunk];
  }

  /** Splits the chunk in the middle, so that chunks stay few wherever elements are inserted. */
  private void halve() {
    int half = sizes[chunk] / 2;
    int[] upper = new int[CHUNK_SIZE];
    System.arraycopy(chunks[chunk], half, upper, 0, sizes[chunk] - half);
    openGap(chunk + 1, 1);
    chunks[chunk + 1] = upper;
    sizes[chunk + 1] = sizes[chunk] - half;
    sizes[chunk] = half;
    if (index > half) {
      index -= half;
      chunk++;
    }
  }

  /** Splits the chunk at the index, and puts chunks of the new elements in between. */
  private void insertChunks(int[] places, int from, int behind) {
    int needed = (places.length - from + CHUNK_SIZE - 1) / CHUNK_SIZE;
    int at = chunk + 1;
    openGap(at, needed + (behind > 0 ? 1 : 0));
    sizes[chunk] = index;
    int done = from;
    for (int i = 0; i < needed; i++) {
      int size = Math.min(CHUNK_SIZE, places.length - done);
      chunks[at] = Arrays.copyOf(Arrays.copyOfRange(places, done, done + size), CHUNK_SIZE);
      sizes[at++] = size;
      done += size;
    }
    if (behind > 0) {
      int[] tail = new int[CHUNK_SIZE];
      System.arraycopy(chunks[chunk], index, tail, 0, behind);
      chunks[at] = tail;
      sizes[at] = behind;
    }
    if (sizes[chunk] == 0) {
      closeGap(chunk, 1);
    }
  }

  private void openGap(int at, int gap) {
    if (chunkCount + gap > chunks.length) {
      int capacity = Math.max(2 * chunks.length, chunkCount + gap);
      chunks = Arrays.copyOf(chunks, capacity);
      sizes = Arrays.copyOf(sizes, capacity);
    }
    System.arraycopy(chunks, at, chunks, at + gap, chunkCount - at);
    System.arraycopy(sizes, at, sizes, at + gap, chunkCount - at);
    Arrays.fill(sizes, at, at + gap, 0);
    chunkCount += gap;
  }

  private void closeGap(int at, int gap) {
    if (gap == 0) {
      return;
    }
    System.arraycopy(chunks, at + gap, chunks, at, chunkCount - at - gap);
    System.arraycopy(sizes, at + gap, sizes, at, chunkCount - at - gap);
    Arrays.fill(chunks, chunkCount - gap, chunkCount, null);
    chunkCount -= gap;
  }

  /** Writes the elements as they are after all edits. */
  void write(StateOutput output) {
    StateInput inStored = new StateInput(stored);
    StateInput inEdits = new StateInput(bytes.array(), 0, bytes.position());
    StateInput run = inStored;
    int runStart = 0;
    int runEnd = 0;
    for (int i = 0; i < chunkCount; i++) {
      for (int j = 0; j < sizes[i]; j++) {
        int place = chunks[i][j];
        StateInput in = place < 0 ? inStored : inEdits;
        int at = place < 0 ? ~place : place;
        if (in != run || at != runEnd) {
          output.putBytes(run.array(), runStart, runEnd - runStart);
          run = in;
          runStart = at;
        }
        in.position(at);
        skip(in);
        runEnd = in.position();
      }
    }
    output.putBytes(run.array(), runStart, runEnd - runStart);
  }
}
