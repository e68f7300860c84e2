package io.anabranch.apps.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.aggregate.IntegerSum;
import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.aggregate.Monoid;
import io.anabranch.domain.aggregate.StateReader;
import io.anabranch.domain.aggregate.StateWriter;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The simulation detects workloads that break a rule. */
final class BrokenWorkloadsTest {

  /** A number and its key. */
  private record Sample(Utf8 key, double number) {}

  /** A mean of means, a common mistake: the result depends on how the log was split. */
  private static final class RunningMean {
    private long count;
    private double mean;

    void add(double number) {
      count++;
      mean += (number - mean) / count;
    }
  }

  private static final Monoid<RunningMean> MEAN_OF_MEANS =
      new Monoid<>() {
        @Override
        public RunningMean zero() {
          return new RunningMean();
        }

        @Override
        public void merge(RunningMean into, RunningMean from) {
          into.mean = into.count == 0 ? from.mean : (into.mean + from.mean) / 2;
          into.count += from.count;
        }

        @Override
        public void write(RunningMean state, StateWriter out) {
          out.writeLong(state.count);
          out.writeDouble(state.mean);
        }

        @Override
        public RunningMean read(StateReader in) {
          RunningMean state = new RunningMean();
          state.count = in.readLong();
          state.mean = in.readDouble();
          return state;
        }
      };

  private static final Measure<Sample, RunningMean> MEAN =
      Measure.of("mean", MEAN_OF_MEANS, (mean, sample) -> mean.add(sample.number()));

  private static final Measure<Sample, IntegerSum> COUNT =
      Measure.of("count", IntegerSum.MONOID, (sum, sample) -> sum.add(1));

  /** Decodes one digit for the key and one for the number. */
  private static class Decoder implements EventDecoder<Sample> {
    @Override
    public void decode(
        String topic, byte[] bytes, int start, int length, EventSink<? super Sample> sink) {
      if (length == 2) {
        sink.accept(new Sample(Utf8.slice(bytes, start, 1), bytes[start + 1] - '0'));
      }
    }
  }

  /**
   * Skips every third record that it decodes, so that results depend on who folds which records.
   */
  private static final class StatefulDecoder extends Decoder {
    private int decoded;

    @Override
    public void decode(
        String topic, byte[] bytes, int start, int length, EventSink<? super Sample> sink) {
      if (++decoded % 3 > 0) {
        super.decode(topic, bytes, start, length, sink);
      }
    }
  }

  private record Samples(Measure<Sample, ?> measure, Supplier<EventDecoder<Sample>> decoders)
      implements WorkloadFactory {
    @Override
    public String workload() {
      return "samples";
    }

    @Override
    public Workload<Sample> create(DefinitionSpec spec) {
      View<Sample> keys =
          View.of(Sample.class, "keys").by("key", Sample::key).keep(measure).build();
      Presentation shown =
          Presentation.of(keys, "keys")
              .key("key")
              .show(
                  measure.name(),
                  row -> {
                    Object state = row.of(measure);
                    return state instanceof RunningMean mean
                        ? Value.of(mean.mean)
                        : Value.of(((IntegerSum) state).toBigInteger());
                  })
              .build();
      return new Workload<>(
          workload(), List.of("samples"), decoders, List.of(keys), List.of(shown));
    }
  }

  private static byte[] sample(String topic, Random random) {
    return ("" + random.nextInt(3) + random.nextInt(10)).getBytes(UTF_8);
  }

  @Test
  void findsAnAggregateWhoseMergeIsNotAssociative() {
    Counterexample found = found(new Samples(MEAN, Decoder::new));

    assertThat(found.violation()).startsWith("wrong answer: ");
    assertThat(found.details()).anyMatch(line -> line.startsWith("expected key="));
  }

  @Test
  void findsAStatefulDecoder() {
    Counterexample found = found(new Samples(COUNT, StatefulDecoder::new));

    assertThat(found.violation()).startsWith("wrong answer: ");
  }

  @Test
  void findsNothingInTheCorrectWorkload() {
    assertThat(
            Simulation.of(new Samples(COUNT, Decoder::new), BrokenWorkloadsTest::sample)
                .schedules(100)
                .run()
                .counterexample())
        .isEmpty();
  }

  private static Counterexample found(WorkloadFactory workloads) {
    return Simulation.of(workloads, BrokenWorkloadsTest::sample)
        .schedules(100)
        .run()
        .counterexample()
        .get();
  }
}
