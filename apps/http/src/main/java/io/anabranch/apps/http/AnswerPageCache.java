package io.anabranch.apps.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.anabranch.apps.http.query.ProvenanceJson;
import io.anabranch.domain.view.Row;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers with pages still to be fetched. All pages belong to one answer at one V, whatever is
 * appended to the log between two of them. An answer is kept until none of its pages has been
 * requested for some time, or newer answers need the space.
 */
final class AnswerPageCache {

  static final int MOST_ANSWERS = 64;
  static final long MOST_ROWS = 1_000_000;

  /** An answer of a view, to be sent page by page. */
  record CachedAnswer(
      String workload,
      String view,
      List<String> fields,
      ProvenanceJson provenance,
      Vector<Row> rows) {}

  private record Entry(CachedAnswer answer, Instant expires) {}

  private final SecureRandom random = new SecureRandom();
  private final Clock clock;
  private final Duration timeToLive;

  /** In the order of their last use. */
  @GuardedBy("this")
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  @GuardedBy("this")
  private long rows;

  AnswerPageCache(Clock clock, Duration timeToLive) {
    this.clock = clock;
    this.timeToLive = timeToLive;
  }

  /** Adds an answer; returns the name to request it by, which cannot be guessed. */
  synchronized String add(CachedAnswer answer) {
    String name = new BigInteger(128, random).toString(36);
    entries.put(name, new Entry(answer, clock.instant().plus(timeToLive)));
    rows += answer.rows().size();
    evict();
    return name;
  }

  /** The answer with a name; its time to live starts again. */
  synchronized Option<CachedAnswer> find(String name) {
    evict();
    Entry found = entries.remove(name);
    if (found == null) {
      return Option.none();
    }
    entries.put(name, new Entry(found.answer(), clock.instant().plus(timeToLive)));
    return Option.some(found.answer());
  }

  @GuardedBy("this")
  private void evict() {
    Instant now = clock.instant();
    Iterator<Entry> oldest = entries.values().iterator();
    while (oldest.hasNext()) {
      Entry entry = oldest.next();
      // The newest stays however large it is: it has just been requested.
      boolean isFull = entries.size() > 1 && (entries.size() > MOST_ANSWERS || rows > MOST_ROWS);
      if (!isFull && entry.expires().isAfter(now)) {
        return;
      }
      rows -= entry.answer().rows().size();
      oldest.remove();
    }
  }
}
