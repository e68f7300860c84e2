package io.anabranch.apps.layers.audit;

import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Presentation.KeyColumn;
import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.ShownKey;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Formats the parts of findings and reports. */
final class AuditMessages {

  private static final int MAX_LENGTH = 300;

  /** Character types that can break a line, change its direction or control a terminal. */
  private static final Set<Integer> CONTROL_TYPES =
      Set.of(
          (int) Character.FORMAT,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR,
          (int) Character.SURROGATE);

  private AuditMessages() {}

  /** A vector as {@code [topic-0:12 topic-1:7]}. */
  static String describe(OffsetVector offsets) {
    return offsets.asMap().entrySet().stream()
        .map(e -> e.getKey() + ":" + e.getValue())
        .collect(Collectors.joining(" ", "[", "]"));
  }

  static String at(RowPlace place, OffsetVector reach) {
    return place.description() + " at V " + describe(reach);
  }

  /** Text from the log as part of a line: without control characters, and of bounded length. */
  static String sanitized(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(MAX_LENGTH)
        .forEach(
            c -> {
              boolean isPrintable =
                  !Character.isISOControl(c) && !CONTROL_TYPES.contains(Character.getType(c));
              if (isPrintable) {
                line.appendCodePoint(c);
              } else {
                line.append(String.format(Locale.ROOT, "\\u%04x", c));
              }
            });
    return text.codePointCount(0, text.length()) > MAX_LENGTH ? line + "…" : line.toString();
  }

  /** A state as the first presentation of its view presents it. */
  static String describe(Workload<?> workload, View<?> view, RowState state) {
    for (Presentation shown : workload.presentations()) {
      if (shown.view() == view) {
        List<String> rows = new ArrayList<>();
        int keys = shown.key().size();
        shown.present(
            anyKey(shown),
            state,
            row -> {
              List<String> values = new ArrayList<>();
              for (int i = keys; i < row.values().size(); i++) {
                values.add(row.fields().get(i) + "=" + row.values().get(i));
              }
              rows.add(String.join(", ", values));
            });
        return rows.isEmpty() ? "no rows" : sanitized(String.join("; ", rows));
      }
    }
    return "a state of view " + view;
  }

  /** A placeholder key; only the values behind the key are shown. */
  static ShownKey anyKey(Presentation shown) {
    List<Comparable<?>> parts = new ArrayList<>();
    for (KeyColumn column : shown.key()) {
      parts.add(column instanceof KeyColumn.Time ? (Comparable<?>) 0L : Utf8.EMPTY);
    }
    return new ShownKey(parts);
  }
}
