package io.anabranch.domain.aggregate;

import io.anabranch.domain.event.Utf8;
import java.util.Arrays;

/**
 * The number of distinct texts: exact up to {@value #K}, an estimate above. Adding a text twice, or
 * merging a state twice, changes nothing.
 *
 * <p>The state is a bottom-k ("theta") sketch that keeps exactly the k = {@value #K} smallest
 * 64-bit hashes, and theta, the smallest hash left out. Both depend only on the set of texts, so
 * states and answers do not depend on how the texts were split; sketches that sample while they
 * fill lack this property. The estimate is k / theta, theta as a fraction of the hash range. It is
 * unbiased, with a relative standard error below 1/√(k − 1) = 1.57 %: within 3.1 % in 95 of 100
 * cases.
 *
 * <p>"Exact" assumes that no two texts of a row have the same 64-bit hash; for {@value #K} texts
 * the probability of a collision is below 10^-12. The hash is not secret: an attacker who chooses
 * the texts can skew the count.
 *
 * @see <a href="https://doi.org/10.1007/3-540-45726-7_1">Bar-Yossef et al., Counting Distinct
 *     Elements in a Data Stream (2002)</a>
 * @see <a href="https://doi.org/10.1145/1247480.1247504">Beyer et al., On Synopses for
 *     Distinct-Value Estimation Under Multiset Operations (2007), for the estimate and its
 *     error</a>
 * @see <a href="https://datasketches.apache.org/docs/Theta/ThetaSketchFramework.html">Apache
 *     DataSketches, Theta Sketch Framework</a>
 */
public final class Distinct {

  /** The highest exact count. */
  public static final int K = 4096;

  public static final Monoid<Distinct> MONOID = new DistinctMonoid();

  /** The seed of the hashes. Stored hashes depend on it. */
  private static final int SEED = 9001;

  /** The k smallest hashes and theta. */
  private static final int KEPT = K + 1;

  /** Three quarters of the largest table: surplus hashes are removed many at a time. */
  private static final int TRIM_AT = K + K / 2;

  private static final double HASH_RANGE = 0x1p64;

  /** Odd, so that its multiples visit every slot of a table. */
  private static final int SCATTER = 0x9E37_79B1;

  private static final long[] EMPTY = {};

  /**
   * An open-addressing set whose length is a power of two. 0 marks a free slot and is never a hash.
   */
  private long[] table = EMPTY;

  private int size;

  /** The largest hash that may be among the smallest, unsigned. */
  private long bound = -1;

  /** Creates a count without texts. */
  public Distinct() {}

  /** Adds a text. */
  public void add(Utf8 text) {
    addHash(hash(text));
  }

  /** The hash of a text. Computed once, it can be added to many states. */
  public static long hash(Utf8 text) {
    return Murmur3.hash(text, SEED);
  }

  /** Adds a text by its {@link #hash}. */
  public void addHash(long hash) {
    long kept = hash == 0 ? 1 : hash;
    if (Long.compareUnsigned(kept, bound) > 0) {
      return;
    }
    if (4 * (size + 1) > 3 * table.length) {
      rehash(Math.max(4, 2 * table.length));
    }
    if (insert(kept)) {
      size++;
      if (size == TRIM_AT) {
        keep(smallest());
      }
    }
  }

  /** The number of distinct texts: exact if {@link #isExact}, else the rounded estimate. */
  public long count() {
    if (isExact()) {
      return size;
    }
    long[] smallest = smallest();
    double theta = unsigned(smallest[K]) / HASH_RANGE;
    return Math.round(K / theta);
  }

  /** Whether the count is exact. */
  public boolean isExact() {
    return size <= K;
  }

  @Override
  public String toString() {
    return "Distinct[" + (isExact() ? "" : "about ") + count() + "]";
  }

  private boolean insert(long hash) {
    int mask = table.length - 1;
    // The lowest bits stay uniform; the highest are equal once only small hashes are left.
    int at = (int) hash & mask;
    while (table[at] != 0) {
      if (table[at] == hash) {
        return false;
      }
      at = (at + 1) & mask;
    }
    table[at] = hash;
    return true;
  }

  private void rehash(int length) {
    long[] old = table;
    table = new long[length];
    for (long hash : old) {
      if (hash != 0) {
        insert(hash);
      }
    }
  }

  /** The k + 1 smallest hashes, or all if there are fewer, in unsigned order. */
  private long[] smallest() {
    long[] hashes = new long[size];
    int count = 0;
    for (long hash : table) {
      if (hash != 0) {
        // With the sign bit flipped, signed order is unsigned order.
        hashes[count++] = hash ^ Long.MIN_VALUE;
      }
    }
    Arrays.sort(hashes);
    long[] smallest = hashes.length > KEPT ? Arrays.copyOf(hashes, KEPT) : hashes;
    for (int i = 0; i < smallest.length; i++) {
      smallest[i] ^= Long.MIN_VALUE;
    }
    return smallest;
  }

  private void keep(long[] smallest) {
    Arrays.fill(table, 0);
    for (long hash : smallest) {
      insert(hash);
    }
    size = smallest.length;
    bound = smallest[K];
  }

  private static double unsigned(long bits) {
    // Both halves are exact, so the sum is rounded once.
    return (bits >>> 32) * 0x1p32 + (bits & 0xFFFF_FFFFL);
  }

  private static final class DistinctMonoid implements Monoid<Distinct> {

    @Override
    public Distinct zero() {
      return new Distinct();
    }

    @Override
    public void merge(Distinct into, Distinct from) {
      if (into == from) {
        return;
      }
      // In slot order, another table would fill from one end, with long probe sequences.
      int places = from.table.length;
      for (int i = 0; i < places; i++) {
        long hash = from.table[(i * SCATTER) & (places - 1)];
        if (hash != 0) {
          into.addHash(hash);
        }
      }
    }

    @Override
    public void write(Distinct state, StateWriter out) {
      long[] smallest = state.smallest();
      out.writeLong(smallest.length);
      for (long hash : smallest) {
        out.writeFixed(hash);
      }
    }

    @Override
    public Distinct read(StateReader in) {
      Distinct state = new Distinct();
      int count = (int) Content.count(in, KEPT);
      long previous = 0;
      for (int i = 0; i < count; i++) {
        long hash = in.readFixed();
        if (Long.compareUnsigned(hash, previous) <= 0) {
          throw new MalformedStateException("hashes out of order");
        }
        state.addHash(hash);
        previous = hash;
      }
      if (count == KEPT) {
        state.bound = previous;
      }
      return state;
    }
  }
}
