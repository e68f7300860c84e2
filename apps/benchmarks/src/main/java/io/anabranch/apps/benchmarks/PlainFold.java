package io.anabranch.apps.benchmarks;

import io.anabranch.domain.log.RecordBatch;
import java.util.Arrays;

/**
 * The baseline: {@link Synthetic#average} hand-written for this one format, with counts and double
 * sums by key and minute in one open-addressing table. It validates almost nothing, rejects nothing
 * and rounds at every addition.
 */
final class PlainFold {

  private static final double[] POWERS = {1, 10, 100, 1000, 10_000};

  // The event scanned last.
  private int keyStart;
  private int keyEnd;
  private long second;
  private double value;

  private int rows;
  private byte[] keys = new byte[1024];
  private int keysEnd;
  private int[] slots = new int[64];
  private int[] hashes = new int[32];
  private int[] starts = new int[32];
  private int[] ends = new int[32];
  private long[] minutes = new long[32];
  private long[] counts = new long[32];
  private double[] sums = new double[32];

  int rows() {
    return rows;
  }

  /** Scans all records without adding them: the cost of hand-written decoding. */
  double scan(RecordBatch batch) {
    double all = 0;
    for (int i = 0; i < batch.size(); i++) {
      int start = batch.valueStart(i);
      scan(batch.bytes(), start, start + batch.valueLength(i));
      all += value + second + keyEnd - keyStart;
    }
    return all;
  }

  void add(RecordBatch batch) {
    byte[] bytes = batch.bytes();
    for (int i = 0; i < batch.size(); i++) {
      int start = batch.valueStart(i);
      scan(bytes, start, start + batch.valueLength(i));
      int row = find(bytes, second - Math.floorMod(second, 60L));
      counts[row]++;
      sums[row] += value;
    }
  }

  private void scan(byte[] bytes, int start, int end) {
    int at = start + 1;
    while (at < end && bytes[at] == '"') {
      int name = at + 1;
      int close = quote(bytes, name);
      byte first = bytes[name];
      int length = close - name;
      at = close + 2;
      if (bytes[at] == '"') {
        int from = at + 1;
        at = quote(bytes, from);
        if (length == 3 && first == 'k') {
          keyStart = from;
          keyEnd = at;
        }
        at++;
      } else {
        long mantissa = 0;
        int point = -1;
        for (; bytes[at] != ',' && bytes[at] != '}'; at++) {
          if (bytes[at] == '.') {
            point = at;
          } else {
            mantissa = mantissa * 10 + (bytes[at] - '0');
          }
        }
        if (length == 4 && first == 't') {
          second = mantissa;
        } else if (length == 5 && first == 'v') {
          value = point < 0 ? mantissa : mantissa / POWERS[at - point - 1];
        }
      }
      at++;
    }
  }

  private static int quote(byte[] bytes, int from) {
    int at = from;
    while (bytes[at] != '"') {
      at++;
    }
    return at;
  }

  private int find(byte[] bytes, long minute) {
    int hash = (int) (minute / 60);
    for (int i = keyStart; i < keyEnd; i++) {
      hash = 31 * hash + bytes[i];
    }
    hash *= 0x9E37_79B1;
    hash ^= hash >>> 15;
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != 0) {
      int row = slots[slot] - 1;
      if (hashes[row] == hash
          && minutes[row] == minute
          && Arrays.equals(keys, starts[row], ends[row], bytes, keyStart, keyEnd)) {
        return row;
      }
      slot = (slot + 1) & mask;
    }
    return insert(bytes, hash, minute, slot);
  }

  private int insert(byte[] bytes, int hash, long minute, int slot) {
    int row = rows++;
    if (row == counts.length) {
      hashes = Arrays.copyOf(hashes, 2 * row);
      starts = Arrays.copyOf(starts, 2 * row);
      ends = Arrays.copyOf(ends, 2 * row);
      minutes = Arrays.copyOf(minutes, 2 * row);
      counts = Arrays.copyOf(counts, 2 * row);
      sums = Arrays.copyOf(sums, 2 * row);
    }
    int length = keyEnd - keyStart;
    if (keysEnd + length > keys.length) {
      keys = Arrays.copyOf(keys, 2 * (keysEnd + length));
    }
    System.arraycopy(bytes, keyStart, keys, keysEnd, length);
    hashes[row] = hash;
    starts[row] = keysEnd;
    keysEnd += length;
    ends[row] = keysEnd;
    minutes[row] = minute;
    slots[slot] = row + 1;
    if (2 * rows > slots.length) {
      int[] larger = new int[4 * slots.length];
      for (int i = 0; i < rows; i++) {
        int at = hashes[i] & (larger.length - 1);
        while (larger[at] != 0) {
          at = (at + 1) & (larger.length - 1);
        }
        larger[at] = i + 1;
      }
      slots = larger;
    }
    return row;
  }
}
