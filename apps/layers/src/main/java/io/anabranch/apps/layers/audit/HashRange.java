package io.anabranch.apps.layers.audit;

import io.vavr.control.Option;

/**
 * A range of key hashes: unsigned numbers, both ends included. Samples are defined by ranges rather
 * than by lists of keys, so that consecutive ranges cover every key, also those that are new.
 */
record HashRange(long first, long last) {

  static final HashRange ALL = new HashRange(0, -1);

  /** The hash of a key: FNV-1a, mixed so that its leading bits are as uniform as its last. */
  static long hash(byte[] key, int length) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ (key[i] & 0xFF)) * 0x100000001B3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
    hash = (hash ^ (hash >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return hash ^ (hash >>> 33);
  }

  boolean contains(long hash) {
    return Long.compareUnsigned(hash, first) >= 0 && Long.compareUnsigned(hash, last) <= 0;
  }

  boolean isSingle() {
    return first == last;
  }

  HashRange lowerHalf() {
    return new HashRange(first, first + ((last - first) >>> 1));
  }

  /** The hashes above this range; none if it contains the last hash. */
  Option<HashRange> above() {
    return last == -1 ? Option.none() : Option.some(new HashRange(last + 1, -1));
  }
}
