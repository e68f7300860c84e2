package io.anabranch.apps.layers.audit;

import io.vavr.control.Option;

/**
 * A part of all hashes of keys, as unsigned numbers, both ends in it. Samples are told by it, not
 * by lists of keys: a range that starts where the last one ended leaves no key out, whichever keys
 * there are by then.
 */
record HashRange(long first, long last) {

  static final HashRange ALL = new HashRange(0, -1);

  /** The hash of a key: FNV-1a, mixed so that its leading bits are as good as its last. */
  static long hash(byte[] key, int length) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ (key[i] & 0xFF)) * 0x100000001B3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
    hash = (hash ^ (hash >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return hash ^ (hash >>> 33);
  }

  boolean holds(long hash) {
    return Long.compareUnsigned(hash, first) >= 0 && Long.compareUnsigned(hash, last) <= 0;
  }

  boolean isSingle() {
    return first == last;
  }

  HashRange lowerHalf() {
    return new HashRange(first, first + ((last - first) >>> 1));
  }

  /** All that comes behind it; none if it holds the last hash. */
  Option<HashRange> rest() {
    return last == -1 ? Option.none() : Option.some(new HashRange(last + 1, -1));
  }
}
