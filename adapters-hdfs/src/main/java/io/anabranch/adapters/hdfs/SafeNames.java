package io.anabranch.adapters.hdfs;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Maps names with any characters and of any length to names of files, one to one. */
final class SafeNames {

  /** HDFS allows 255 bytes; the rest is for prefixes and suffixes. */
  private static final int MAX_LENGTH = 160;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private SafeNames() {}

  /**
   * Keeps letters, digits, {@code .}, {@code -} and {@code _}, and encodes every other byte as
   * {@code %} and two hexadecimal digits; also a leading {@code .} or {@code _}, which would hide
   * the file from Hive and Spark. A longer name becomes its beginning, {@code %%} and its SHA-256.
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
    return safe.length() <= MAX_LENGTH
        ? safe.toString()
        : safe.substring(0, MAX_LENGTH - 66) + "%%" + sha256(bytes);
  }

  /** As UTF-8, in which lone surrogates stay distinct. */
  private static byte[] bytesOf(String name) {
    return io.anabranch.domain.event.Utf8.of(name).toBytes();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this JDK", e);
    }
  }
}
