package io.anabranch.domain.view;

import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.aggregate.Monoid;
import io.anabranch.domain.aggregate.StateReader;
import io.anabranch.domain.aggregate.StateWriter;
import io.anabranch.domain.event.Utf8;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * A stored view. An event belongs to at most one row, identified by the values of the dimensions
 * and a bucket of event time, and is added to each measure of the row.
 *
 * <p>The states of a view are a commutative monoid, the product of those of its measures. All
 * functions here are pure functions of the event.
 *
 * @param <T> the events of the view, a subtype of the workload's
 */
public final class View<T> implements Monoid<RowState> {

  private final String name;
  private final Class<T> type;
  private final Predicate<? super T> filter;
  private final boolean isFiltered;
  private final List<String> dimensions;
  private final Function<? super T, Utf8>[] values;
  private final Bucket bucket;
  private final ToLongFunction<? super T> epochSecond;
  private final List<Measure<? super T, ?>> measures;

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of the builder's own functions
  private View(Builder<T> built) {
    this.name = built.name;
    this.type = built.type;
    this.filter = built.filter;
    this.isFiltered = built.isFiltered;
    this.dimensions = List.copyOf(built.dimensions);
    this.values = built.values.toArray(new Function[0]);
    this.bucket = built.bucket;
    this.epochSecond = built.epochSecond;
    this.measures = List.copyOf(built.measures);
  }

  /** A view of the events of a type, under a name that is unique in its workload. */
  public static <T> Builder<T> of(Class<T> type, String name) {
    return new Builder<>(type, name);
  }

  public String name() {
    return name;
  }

  public List<String> dimensions() {
    return dimensions;
  }

  public Bucket bucket() {
    return bucket;
  }

  public List<Measure<? super T, ?>> measures() {
    return measures;
  }

  /** Whether an event has a row in this view. */
  public boolean takes(Object event) {
    return type.isInstance(event) && (!isFiltered || filter.test(type.cast(event)));
  }

  /** Encodes the key of the row of an event that has a row in this view. */
  public void writeKey(T event, KeyBuffer key) {
    key.clear();
    for (Function<? super T, Utf8> value : values) {
      key.append(value.apply(event));
    }
    key.appendBucket(bucket.startOf(epochSecond.applyAsLong(event)));
  }

  @Override
  public RowState zero() {
    Object[] parts = new Object[measures.size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = measures.get(i).monoid().zero();
    }
    return new RowState(this, parts);
  }

  @Override
  public void merge(RowState into, RowState from) {
    for (int i = 0; i < measures.size(); i++) {
      mergePart(measures.get(i).monoid(), into.part(i), from.part(i));
    }
  }

  @SuppressWarnings("unchecked") // this monoid created both parts
  private static <A> void mergePart(Monoid<A> monoid, Object into, Object from) {
    monoid.merge((A) into, (A) from);
  }

  @Override
  public void write(RowState state, StateWriter out) {
    for (int i = 0; i < measures.size(); i++) {
      writePart(measures.get(i).monoid(), state.part(i), out);
    }
  }

  @SuppressWarnings("unchecked") // this monoid created the part
  private static <A> void writePart(Monoid<A> monoid, Object part, StateWriter out) {
    monoid.write((A) part, out);
  }

  @Override
  public RowState read(StateReader in) {
    Object[] parts = new Object[measures.size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = measures.get(i).monoid().read(in);
    }
    return new RowState(this, parts);
  }

  @Override
  public String toString() {
    return name;
  }

  /** Builds a view. */
  public static final class Builder<T> {
    private final Class<T> type;
    private final String name;
    private Predicate<? super T> filter = event -> true;
    private boolean isFiltered;
    private final List<String> dimensions = new ArrayList<>();
    private final List<Function<? super T, Utf8>> values = new ArrayList<>();
    private Bucket bucket = Bucket.ALWAYS;
    private ToLongFunction<? super T> epochSecond = event -> 0;
    private final List<Measure<? super T, ?>> measures = new ArrayList<>();

    private Builder(Class<T> type, String name) {
      this.type = type;
      this.name = name;
    }

    /** Only events that satisfy a condition have a row. */
    public Builder<T> where(Predicate<? super T> condition) {
      this.filter = condition;
      this.isFiltered = true;
      return this;
    }

    /** Adds a dimension. The first should be the one that readers select by. */
    public Builder<T> by(String dimension, Function<? super T, Utf8> value) {
      dimensions.add(dimension);
      values.add(value);
      return this;
    }

    /** Sets the bucket of event time, and the time of an event in seconds since 1970. */
    public Builder<T> per(Bucket length, ToLongFunction<? super T> time) {
      this.bucket = length;
      this.epochSecond = time;
      return this;
    }

    public Builder<T> keep(Measure<? super T, ?> measure) {
      measures.add(measure);
      return this;
    }

    public View<T> build() {
      if (measures.isEmpty() || new HashSet<>(dimensions).size() != dimensions.size()) {
        throw new IllegalStateException(
            "view " + name + " has no measure, or a dimension occurs twice");
      }
      return new View<>(this);
    }
  }
}
