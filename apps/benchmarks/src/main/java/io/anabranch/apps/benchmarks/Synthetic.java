package io.anabranch.apps.benchmarks;

import io.anabranch.adapters.wire.JsonDecoder;
import io.anabranch.adapters.wire.JsonField;
import io.anabranch.domain.aggregate.Average;
import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.aggregate.Moments;
import io.anabranch.domain.aggregate.Monoid;
import io.anabranch.domain.aggregate.StateReader;
import io.anabranch.domain.aggregate.StateWriter;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import java.util.List;

/** Workloads of synthetic events: one view by key and minute. */
final class Synthetic {

  static final String TOPIC = "synthetic";

  private Synthetic() {}

  /** Count and exact sum. */
  static Workload<Sample> average() {
    return keeping(
        Measure.of("value", Average.MONOID, (state, sample) -> state.add(sample.value())));
  }

  /** Count, extremes, and exact sums of values and squares. */
  static Workload<Sample> moments() {
    return keeping(
        Measure.of("value", Moments.MONOID, (state, sample) -> state.add(sample.value())));
  }

  /** Count and sum as doubles; the difference to {@link #average} is the cost of exact sums. */
  static Workload<Sample> roundedAverage() {
    return keeping(Measure.of("value", Doubles.MONOID, (state, sample) -> state.add(sample)));
  }

  /** Count, extremes and sums as doubles. */
  static Workload<Sample> roundedMoments() {
    return keeping(
        Measure.of("value", Doubles.MONOID, (state, sample) -> state.addMoments(sample)));
  }

  /** Builds {@link #average}. */
  static final class Factory implements WorkloadFactory {
    @Override
    public String workload() {
      return TOPIC;
    }

    @Override
    public Workload<?> create(DefinitionSpec spec) {
      return average();
    }
  }

  static EventDecoder<Sample> decoder() {
    return JsonDecoder.of(
        json -> {
          JsonField key = json.field("key");
          JsonField time = json.field("time");
          JsonField value = json.field("value");
          return object -> new Sample(object.name(key), object.instant(time), object.number(value));
        });
  }

  private static Workload<Sample> keeping(Measure<Sample, ?> measure) {
    View<Sample> view =
        View.of(Sample.class, "by_key_and_minute")
            .by("key", Sample::key)
            .per(Bucket.MINUTE, Sample::epochSecond)
            .keep(measure)
            .build();
    return new Workload<>(TOPIC, List.of(TOPIC), Synthetic::decoder, List.of(view), List.of());
  }

  /** The state of an inexact fold. */
  private static final class Doubles {
    private static final Monoid<Doubles> MONOID = new DoublesMonoid();

    private long count;
    private double sum;
    private double squares;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;

    private void add(Sample sample) {
      count++;
      sum += sample.value();
    }

    private void addMoments(Sample sample) {
      double value = sample.value();
      count++;
      sum += value;
      squares += value * value;
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
  }

  private static final class DoublesMonoid implements Monoid<Doubles> {

    @Override
    public Doubles zero() {
      return new Doubles();
    }

    @Override
    public void merge(Doubles into, Doubles from) {
      into.count += from.count;
      into.sum += from.sum;
      into.squares += from.squares;
      into.least = Math.min(into.least, from.least);
      into.greatest = Math.max(into.greatest, from.greatest);
    }

    @Override
    public void write(Doubles state, StateWriter out) {
      out.writeLong(state.count);
      out.writeDouble(state.sum);
    }

    @Override
    public Doubles read(StateReader in) {
      throw new UnsupportedOperationException("benchmarks do not read rounded sums");
    }
  }
}
