package io.anabranch.adapters.wire;

import io.anabranch.domain.event.Rejection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text as the formats mean it: well-formed UTF-8, and Unicode's white space around it. */
final class StrictText {

  private StrictText() {}

  static String decode(byte[] bytes, int start, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, start, length))
          .toString();
    } catch (CharacterCodingException malformed) {
      throw new RejectedException(new Rejection.NotUtf8());
    }
  }

  /**
   * White space by bidirectional class WS, B or S or category Zs, which is more than {@link
   * Character#isWhitespace}: it has the no-break spaces and U+0085.
   *
   * @see <a href="https://docs.python.org/3/library/stdtypes.html#str.isspace">str.isspace</a>
   */
  static boolean isSpace(char c) {
    return (c >= '\t' && c <= '\r')
        || (c >= 0x1C && c <= ' ')
        || c == 0x85
        || (c >= 0xA0 && Character.isSpaceChar(c));
  }

  static boolean isBlank(String text) {
    return firstNonSpace(text) == text.length();
  }

  /** The index of the first character that is no white space; the length where all is. */
  static int firstNonSpace(String text) {
    int at = 0;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
