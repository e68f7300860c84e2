package io.anabranch.apps.http;

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
import java.util.Map;

/**
 * Answers of which pages are still to be fetched. All pages are of one answer, at one V: what
 * happens to the log between two of them changes neither. So an answer is kept until its last page
 * was not asked for some time, or newer ones need the space.
 */
final class AnswerPageCache {

  static final int MOST_ANSWERS = 64;
  static final long MOST_ROWS = 1_000_000;

  /**
   * The rows of an answer, to be told page by page.
   *
   * @param place the path that it is an answer of
   * @param head writes the fields that are told beside the rows
   */
  record Kept(String place, Vector<Row> rows, JsonText.Writing head) {}

  private record Entry(Kept kept, Instant until) {}

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Clock clock;
  private final Duration patience;
  private long rows;

  AnswerPageCache(Clock clock, Duration patience) {
    this.clock = clock;
    this.patience = patience;
  }

  /** Keeps an answer; the name to ask for it by, which nobody guesses. */
  synchronized String keep(Kept kept) {
    String name = new BigInteger(128, random).toString(36);
    entries.put(name, new Entry(kept, clock.instant().plus(patience)));
    rows += kept.rows().size();
    shrink();
    return name;
  }

  /** What is kept under a name, which from now on is kept for the whole time again. */
  synchronized Option<Kept> find(String name) {
    shrink();
    Entry found = entries.remove(name);
    if (found == null) {
      return Option.none();
    }
    entries.put(name, new Entry(found.kept(), clock.instant().plus(patience)));
    return Option.some(found.kept());
  }

  /** Entries stand in the order in which they were used, so the first are the oldest. */
  private void shrink() {
    Instant now = clock.instant();
    Iterator<Entry> oldest = entries.values().iterator();
    while (oldest.hasNext()) {
      Entry entry = oldest.next();
      // The newest stays however large it is: somebody has just asked for it.
      boolean isTooMuch = entries.size() > 1 && (entries.size() > MOST_ANSWERS || rows > MOST_ROWS);
      if (!isTooMuch && entry.until().isAfter(now)) {
        return;
      }
      rows -= entry.kept().rows().size();
      oldest.remove();
    }
  }
}
