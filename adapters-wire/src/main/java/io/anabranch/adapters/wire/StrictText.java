package io.anabranch.adapters.wire;

import io.anabranch.domain.event.Rejection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text in the sense of the formats: well-formed UTF-8, with Unicode white space around it. */
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
   * White space by bidirectional class WS, B or S or category Zs. Unlike {@link
   * Character#isWhitespace} it includes the no-break spaces and U+0085.
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

  /** The index of the first character that is not white space; the length if there is none. */
  static int firstNonSpace(String text) {
    int at = 0;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
