package io.anabranch.apps.simulation;

import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.vavr.control.Option;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The expected rows of {@link Tally}, counted line by line without any class of the domain. A row
 * is its fields, separated by bars.
 */
final class TallyRecount {

  private record Line(
      String key, BigInteger whole, double wild, String visitor, long second, String id) {}

  private final List<Line> counted = new ArrayList<>();
  private long read;
  private long duplicate;
  private long rejected;

  private TallyRecount() {}

  /** Counts the records of {@code [from, to)}, none before the origin. */
  static TallyRecount of(
      List<Logged> log,
      OffsetVector origin,
      OffsetVector from,
      OffsetVector to,
      Option<DuplicateRule> rule) {
    TallyRecount recount = new TallyRecount();
    Map<Partition, List<Logged>> partitions = new HashMap<>();
    for (Logged logged : log) {
      if (logged.offset() >= origin.at(logged.partition())
          && logged.offset() < to.at(logged.partition())) {
        partitions.computeIfAbsent(logged.partition(), p -> new ArrayList<>()).add(logged);
      }
    }
    partitions.forEach((p, records) -> recount.count(records, from.at(p), rule));
    return recount;
  }

  private void count(List<Logged> records, long from, Option<DuplicateRule> rule) {
    Map<String, Long> last = new HashMap<>();
    for (Logged record : records) {
      boolean counts = record.offset() >= from;
      String text = record.value().map(v -> new String(v, StandardCharsets.UTF_8)).getOrElse("x");
      int start = 0;
      while (start <= text.length()) {
        int end = text.indexOf('\n', start);
        end = end < 0 ? text.length() : end;
        Option<Line> line =
            parse(text.substring(start, end))
                .filter(parsed -> rule.isEmpty() || !parsed.id().isEmpty());
        start = end + 1;
        boolean isDuplicate = false;
        if (line.isDefined() && rule.isDefined()) {
          Long before = last.put(line.get().id(), record.offset());
          isDuplicate = before != null && record.offset() - before <= rule.get().horizon();
        }
        if (counts) {
          read++;
          if (line.isEmpty()) {
            rejected++;
          } else if (isDuplicate) {
            duplicate++;
          } else {
            counted.add(line.get());
          }
        }
      }
    }
  }

  private static Option<Line> parse(String text) {
    List<String> fields = new ArrayList<>();
    int start = 0;
    for (int bar = text.indexOf('|'); bar >= 0; bar = text.indexOf('|', start)) {
      fields.add(text.substring(start, bar));
      start = bar + 1;
    }
    fields.add(text.substring(start));
    return fields.size() != 6
        ? Option.none()
        : Option.some(
            new Line(
                fields.get(0),
                new BigInteger(fields.get(1)),
                Double.parseDouble(fields.get(2)),
                fields.get(3),
                Long.parseLong(fields.get(4)),
                fields.get(5)));
  }

  /** {@code read, folded, duplicate, rejected}. */
  List<Long> balance() {
    return List.of(read, (long) counted.size(), duplicate, rejected);
  }

  List<String> rows(String presentation) {
    return switch (presentation) {
      case "keys" -> keys();
      case "minutes" -> minutes();
      case "visits" -> visits();
      case "best" -> best();
      default -> throw new IllegalArgumentException(presentation);
    };
  }

  private Map<String, List<Line>> by(java.util.function.Function<Line, String> key) {
    Map<String, List<Line>> groups = new TreeMap<>();
    counted.forEach(
        line -> groups.computeIfAbsent(key.apply(line), k -> new ArrayList<>()).add(line));
    return groups;
  }

  private static String wild(List<Line> lines) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Line line : lines) {
      sum = sum.add(new BigDecimal(line.wild()));
    }
    double rounded = Double.parseDouble(sum.toString());
    return Double.isFinite(rounded) ? Double.toString(rounded == 0 ? 0.0 : rounded) : "";
  }

  private List<String> keys() {
    List<String> rows = new ArrayList<>();
    by(Line::key)
        .forEach(
            (key, lines) -> {
              BigInteger whole = BigInteger.ZERO;
              Set<String> visitors = new TreeSet<>();
              for (Line line : lines) {
                whole = whole.add(line.whole());
                visitors.add(line.visitor());
              }
              rows.add(
                  String.join(
                      "|",
                      key,
                      Integer.toString(lines.size()),
                      whole.toString(),
                      wild(lines),
                      Integer.toString(visitors.size())));
            });
    return rows;
  }

  private List<String> minutes() {
    List<String> rows = new ArrayList<>();
    by(line -> Instant.ofEpochSecond(line.second() / 60 * 60) + "|" + line.key())
        .forEach((key, lines) -> rows.add(key + "|" + lines.size() + "|" + wild(lines)));
    return rows;
  }

  private List<String> visits() {
    List<String> rows = new ArrayList<>();
    by(Line::visitor).forEach((key, lines) -> rows.add(key + "|" + lines.size()));
    return rows;
  }

  private List<String> best() {
    List<String> rows = new ArrayList<>();
    Comparator<Line> better =
        Comparator.comparing(Line::whole)
            .reversed()
            .thenComparing(Line::second)
            .thenComparing(Line::visitor)
            .thenComparing(Line::key);
    by(line -> Instant.ofEpochSecond(line.second()).toString().substring(0, 10))
        .forEach(
            (day, lines) -> {
              Set<String> ranked = new HashSet<>();
              lines.stream()
                  .filter(line -> line.whole().signum() > 0)
                  .sorted(better)
                  .forEach(
                      line -> {
                        if (ranked.size() < Tally.BEST && ranked.add(line.visitor())) {
                          rows.add(
                              String.join(
                                  "|",
                                  day,
                                  Integer.toString(ranked.size()),
                                  line.whole().toString(),
                                  Long.toString(line.second()),
                                  line.visitor(),
                                  line.key()));
                        }
                      });
            });
    return rows;
  }
}
