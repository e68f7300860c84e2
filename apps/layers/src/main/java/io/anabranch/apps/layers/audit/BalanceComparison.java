package io.anabranch.apps.layers.audit;

import io.anabranch.apps.layers.audit.RunningOutcomes.Before;
import io.anabranch.apps.layers.audit.StateReading.AnsweredBalances;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.recount.Outcomes;
import io.anabranch.domain.view.RowKey;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what became of the events of each partition, and compares that with the balances that
 * stores hold and answers show.
 */
final class BalanceComparison {

  private final SliceBits slices;
  private final AuditNotes notes;
  private final Map<Partition, RunningOutcomes> outcomes = new TreeMap<>();
  private final List<StoredBalance> stored = new ArrayList<>();
  private Option<AnsweredBalances> answered = Option.none();

  BalanceComparison(SliceBits slices, AuditNotes notes) {
    this.slices = slices;
    this.notes = notes;
  }

  /** The counts of a partition. */
  RunningOutcomes outcomes(Partition partition) {
    return outcomes.computeIfAbsent(partition, p -> new RunningOutcomes(slices));
  }

  /**
   * Adds stored balances; must be called before the walk.
   *
   * @return the offsets up to which the log must be walked to compare them
   */
  OffsetVector add(List<StoredBalance> balances) {
    OffsetVector end = OffsetVector.ZERO;
    for (StoredBalance balance : balances) {
      stored.add(balance);
      for (Map.Entry<Partition, OffsetRange> range : balance.ranges().entrySet()) {
        outcomes(range.getKey()).await(range.getValue().from());
        outcomes(range.getKey()).await(range.getValue().to());
        end = end.max(OffsetVector.of(range.getKey(), range.getValue().to()));
      }
    }
    return end;
  }

  /** Adds the balances of an answer whose V the walk has not passed. */
  void add(AnsweredBalances balances) {
    answered = Option.some(balances);
    balances
        .provenance()
        .reach()
        .asMap()
        .forEach((partition, offset) -> outcomes(partition).await(offset));
  }

  /** Whether the balances of an answer were added. */
  boolean hasAnswer() {
    return answered.isDefined();
  }

  /** Drops the stored balances that count records of a partition at or behind an offset. */
  void dropBeyond(Partition partition, long offset) {
    stored.removeIf(
        balance -> Option.of(balance.ranges().get(partition)).exists(range -> range.to() > offset));
  }

  /** Compares all balances, once the walk has passed them. */
  void compare(OffsetVector reach) {
    for (StoredBalance balance : stored) {
      Before expected = Before.ANY;
      for (Map.Entry<Partition, OffsetRange> range : balance.ranges().entrySet()) {
        RunningOutcomes running = outcomes(range.getKey());
        expected =
            expected.plus(
                running
                    .before(range.getValue().to())
                    .minus(running.before(range.getValue().from())));
      }
      compare(balance.subject(), expected.outcomes(), balance.outcomes(), reach);
      notes.checkedSlices(expected.slices());
    }
    answered.forEach(this::compare);
  }

  private void compare(AnsweredBalances found) {
    OffsetVector reach = found.provenance().reach();
    Map<RowKey, Outcomes> expected = new HashMap<>();
    found.balances().keySet().forEach(key -> expected.put(key, Outcomes.NONE));
    reach
        .asMap()
        .forEach(
            (partition, offset) ->
                expected.merge(
                    StoredBalances.keyOf(partition),
                    outcomes(partition).before(offset).outcomes(),
                    Outcomes::plus));
    expected.forEach(
        (key, outcome) -> {
          compare(
              RowPlace.of(Balance.VIEW, key).description(),
              outcome,
              Option.of(found.balances().get(key)).getOrElse(Outcomes.NONE),
              reach);
          notes.checkedRow();
        });
  }

  private void compare(String subject, Outcomes expected, Outcomes found, OffsetVector reach) {
    if (!found.closes()) {
      notes.found(new Finding.InconsistentBalance(subject, reach, found));
    } else if (!found.equals(expected)) {
      notes.found(new Finding.DifferentBalance(subject, reach, expected, found));
    }
  }
}
