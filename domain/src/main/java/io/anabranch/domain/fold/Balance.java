package io.anabranch.domain.fold;

import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.aggregate.Monoid;
import io.anabranch.domain.aggregate.StateReader;
import io.anabranch.domain.aggregate.StateWriter;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.View;
import java.util.List;

/**
 * The outcomes of the events of a range: {@code read = folded + duplicate + rejected}. It is a view
 * like any other, with a row per partition, so it is exact at every instant and in every store.
 * Read events and outcomes are counted separately, so that the equation can be checked.
 */
public final class Balance {

  /** The view, with a row for each partition, by topic and number. */
  public static final View<Partition> VIEW;

  /** The measure of {@link #VIEW}. */
  public static final Measure<Partition, Balance> MEASURE;

  /** The presentation of the balance, with a row for each partition. */
  public static final Presentation PRESENTATION;

  static {
    Monoid<Balance> monoid = new Counts();
    MEASURE = Measure.of("balance", monoid, (balance, partition) -> {});
    VIEW =
        View.of(Partition.class, "balance")
            .by("topic", partition -> Utf8.of(partition.topic().name()))
            .by("partition", partition -> Utf8.of(Integer.toString(partition.number())))
            .keep(MEASURE)
            .build();
    PRESENTATION =
        Presentation.of(VIEW, "balance")
            .key("topic")
            .key("partition")
            .show("records", row -> Value.of(row.of(MEASURE).records))
            .show("read", row -> Value.of(row.of(MEASURE).read))
            .show("folded", row -> Value.of(row.of(MEASURE).folded))
            .show("duplicate", row -> Value.of(row.of(MEASURE).duplicate))
            .show("rejected", row -> Value.of(row.of(MEASURE).rejected))
            .build();
  }

  private long records;
  private long read;
  private long folded;
  private long duplicate;
  private long rejected;

  /** The key of the row of a partition. */
  static RowKey keyOf(Partition partition) {
    return RowKey.of(
        List.of(Utf8.of(partition.topic().name()), Utf8.of(Integer.toString(partition.number()))),
        0);
  }

  void countRecord() {
    records++;
  }

  void countRead() {
    read++;
  }

  void countFolded() {
    folded++;
  }

  void countDuplicate() {
    duplicate++;
  }

  void countRejected() {
    rejected++;
  }

  /** The number of records. A record may hold no event, or many. */
  public long records() {
    return records;
  }

  public long read() {
    return read;
  }

  public long folded() {
    return folded;
  }

  public long duplicate() {
    return duplicate;
  }

  public long rejected() {
    return rejected;
  }

  /** Whether every event that was read has exactly one outcome. */
  public boolean closes() {
    return read == folded + duplicate + rejected;
  }

  /** The sum of two balances. */
  public Balance plus(Balance other) {
    Balance sum = new Balance();
    sum.add(this);
    sum.add(other);
    return sum;
  }

  void add(Balance other) {
    MEASURE.monoid().merge(this, other);
  }

  @Override
  public String toString() {
    return "read "
        + read
        + " = folded "
        + folded
        + " + duplicate "
        + duplicate
        + " + rejected "
        + rejected;
  }

  private static final class Counts implements Monoid<Balance> {

    @Override
    public Balance zero() {
      return new Balance();
    }

    @Override
    public void merge(Balance into, Balance from) {
      into.records += from.records;
      into.read += from.read;
      into.folded += from.folded;
      into.duplicate += from.duplicate;
      into.rejected += from.rejected;
    }

    @Override
    public void write(Balance state, StateWriter out) {
      out.writeLong(state.records);
      out.writeLong(state.read);
      out.writeLong(state.folded);
      out.writeLong(state.duplicate);
      out.writeLong(state.rejected);
    }

    @Override
    public Balance read(StateReader in) {
      Balance balance = new Balance();
      balance.records = in.readLong();
      balance.read = in.readLong();
      balance.folded = in.readLong();
      balance.duplicate = in.readLong();
      balance.rejected = in.readLong();
      return balance;
    }
  }
}
