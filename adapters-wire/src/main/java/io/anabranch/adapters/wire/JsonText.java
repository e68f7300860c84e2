package io.anabranch.adapters.wire;

import java.util.HexFormat;

/** Writes JSON without spaces. Callers must close what they open. */
final class JsonText {

  private static final HexFormat HEX = HexFormat.of();

  private final StringBuilder text = new StringBuilder();
  private boolean isFirst = true;

  JsonText open(char bracket) {
    separate();
    text.append(bracket);
    isFirst = true;
    return this;
  }

  JsonText close(char bracket) {
    text.append(bracket);
    isFirst = false;
    return this;
  }

  JsonText name(String name) {
    separate();
    quote(name);
    text.append(':');
    isFirst = true;
    return this;
  }

  JsonText value(String value) {
    separate();
    quote(value);
    return this;
  }

  JsonText value(long value) {
    separate();
    text.append(value);
    return this;
  }

  private void separate() {
    if (!isFirst) {
      text.append(',');
    }
    isFirst = false;
  }

  /** Surrogates are escaped, since a lone one cannot be encoded in UTF-8. */
  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c == 0x7F || Character.isSurrogate(c) || c >= 0xFFFE) {
        text.append("\\u").append(HEX.toHexDigits(c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
