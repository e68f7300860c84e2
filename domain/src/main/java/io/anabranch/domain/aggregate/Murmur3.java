package io.anabranch.domain.aggregate;

import io.anabranch.domain.event.Utf8;

/**
 * MurmurHash3 x64 128 of the bytes of a text; the first 64 bits are used. Stored states hold these
 * hashes, so neither the function nor a used seed may ever change.
 *
 * @see <a href="https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp">Austin
 *     Appleby, MurmurHash3_x64_128</a>
 */
final class Murmur3 {

  private static final long C1 = 0x87C3_7B91_1142_53D5L;
  private static final long C2 = 0x4CF5_AD43_2745_937FL;
  private static final int BLOCK = 16;

  private Murmur3() {}

  /** The first 64 bits of the hash; the seed is unsigned, as in the C function. */
  static long hash(Utf8 text, int seed) {
    int length = text.length();
    long h1 = Integer.toUnsignedLong(seed);
    long h2 = h1;
    int at = 0;
    for (int end = length - BLOCK; at <= end; at += BLOCK) {
      h1 ^= mixFirst(word(text, at, 8));
      h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52DC_E729;
      h2 ^= mixSecond(word(text, at + 8, 8));
      h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x3849_5AB5;
    }
    int left = length - at;
    if (left > 8) {
      h2 ^= mixSecond(word(text, at + 8, left - 8));
    }
    if (left > 0) {
      h1 ^= mixFirst(word(text, at, Math.min(left, 8)));
    }
    h1 ^= length;
    h2 ^= length;
    h1 += h2;
    h2 += h1;
    return finish(h1) + finish(h2);
  }

  private static long mixFirst(long word) {
    return Long.rotateLeft(word * C1, 31) * C2;
  }

  private static long mixSecond(long word) {
    return Long.rotateLeft(word * C2, 33) * C1;
  }

  private static long finish(long h) {
    long mixed = (h ^ (h >>> 33)) * 0xFF51_AFD7_ED55_8CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CE_B9FE_1A85_EC53L;
    return mixed ^ (mixed >>> 33);
  }

  /** Up to eight bytes, little-endian. */
  private static long word(Utf8 text, int at, int bytes) {
    long word = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      word = (word << 8) | (text.byteAt(at + i) & 0xFF);
    }
    return word;
  }
}
