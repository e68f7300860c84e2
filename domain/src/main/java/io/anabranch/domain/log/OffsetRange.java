package io.anabranch.domain.log;

/** The offsets from {@code from}, inclusive, to {@code to}, exclusive. It may contain holes. */
public record OffsetRange(long from, long to) {

  public OffsetRange {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("offsets [" + from + ", " + to + ")");
    }
  }

  public boolean isEmpty() {
    return from == to;
  }

  public long length() {
    return to - from;
  }

  @Override
  public String toString() {
    return "[" + from + ", " + to + ")";
  }
}
