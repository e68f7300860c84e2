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

/** How findings are put into words. */
final class AuditMessages {

  private static final int LONGEST = 300;

  /** What breaks a line, turns its direction, or is no character of its own. */
  private static final Set<Integer> STEERING =
      Set.of(
          (int) Character.FORMAT,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR,
          (int) Character.SURROGATE);

  private AuditMessages() {}

  static String of(OffsetVector offsets) {
    return offsets.asMap().entrySet().stream()
        .map(e -> e.getKey() + ":" + e.getValue())
        .collect(Collectors.joining(" ", "[", "]"));
  }

  static String at(RowPlace place, OffsetVector reach) {
    return place.description() + " at V " + of(reach);
  }

  /** Text out of the log in a line of its own: no control characters, and not without end. */
  static String tamed(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .forEach(
            c -> {
              boolean isPrintable =
                  !Character.isISOControl(c) && !STEERING.contains(Character.getType(c));
              if (isPrintable) {
                line.appendCodePoint(c);
              } else {
                line.append(String.format(Locale.ROOT, "\\u%04x", c));
              }
            });
    return text.codePointCount(0, text.length()) > LONGEST ? line + "…" : line.toString();
  }

  /** What a state shows, as the first presentation of its view shows it. */
  static String of(Workload<?> workload, View<?> view, RowState state) {
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
        return rows.isEmpty() ? "nothing to show" : tamed(String.join("; ", rows));
      }
    }
    return "a state of view " + view;
  }

  /** A key in whose place any may stand: only the values behind it are looked at. */
  static ShownKey anyKey(Presentation shown) {
    List<Comparable<?>> parts = new ArrayList<>();
    for (KeyColumn column : shown.key()) {
      parts.add(column instanceof KeyColumn.Time ? (Comparable<?>) 0L : Utf8.EMPTY);
    }
    return new ShownKey(parts);
  }
}
