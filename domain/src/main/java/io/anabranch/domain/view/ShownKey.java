package io.anabranch.domain.view;

import io.anabranch.domain.event.Utf8;
import java.util.List;

/**
 * The key of a presented row: a {@link Utf8} for a dimension or a label, a {@link Long} for a time.
 * Ordered by its columns from the left, texts by code point.
 */
public record ShownKey(List<Comparable<?>> parts) implements Comparable<ShownKey> {

  public ShownKey {
    parts = List.copyOf(parts);
  }

  @Override
  public int compareTo(ShownKey other) {
    for (int i = 0; i < parts.size(); i++) {
      int order =
          parts.get(i) instanceof Utf8 text
              ? text.compareTo((Utf8) other.parts.get(i))
              : Long.compare((Long) parts.get(i), (Long) other.parts.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
