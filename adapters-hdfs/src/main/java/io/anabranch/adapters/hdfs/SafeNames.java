package io.anabranch.adapters.hdfs;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of files and directories for names of any characters and any length, one to one. */
final class SafeNames {

  /** HDFS takes 255 bytes; some are left for what is put before and behind. */
  private static final int LONGEST = 160;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private SafeNames() {}

  /**
   * Letters, digits, {@code .}, {@code -} and {@code _} as they are, every other byte as {@code %}
   * and two digits; a leading {@code .} or {@code _} too, which would hide the file from Hive and
   * Spark. Of a name too long for that, its beginning, {@code %%} and its SHA-256.
   */
  static String of(String name) {
    StringBuilder safe = new StringBuilder(name.length());
    byte[] bytes = bytesOf(name);
    for (byte b : bytes) {
      boolean isPlain =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || b == '-'
              || ((b == '.' || b == '_') && safe.length() > 0);
      if (isPlain) {
        safe.append((char) b);
      } else {
        safe.append('%').append(HEX.toHexDigits(b));
      }
    }
    if (safe.length() == 0) {
      return "%";
    }
    return safe.length() <= LONGEST
        ? safe.toString()
        : safe.substring(0, LONGEST - 66) + "%%" + sha256(bytes);
  }

  /** UTF-8 in which a lone surrogate is not lost. */
  private static byte[] bytesOf(String name) {
    return io.anabranch.domain.event.Utf8.of(name).toBytes();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
