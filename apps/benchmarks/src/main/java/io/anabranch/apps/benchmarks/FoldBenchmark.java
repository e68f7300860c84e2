package io.anabranch.apps.benchmarks;

import io.anabranch.adapters.wire.CollectdDecoder;
import io.anabranch.adapters.wire.ObservationDecoder;
import io.anabranch.adapters.wire.PurchaseDecoder;
import io.anabranch.adapters.wire.SocialDecoder;
import io.anabranch.domain.fold.Fold;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.metrics.MetricsWorkload;
import io.anabranch.domain.shift.ShiftCalendar;
import io.anabranch.domain.social.SocialWorkload;
import io.anabranch.domain.vending.VendingWorkload;
import io.anabranch.domain.view.Workload;
import io.anabranch.domain.weather.WeatherWorkload;
import io.vavr.control.Option;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decodes records and folds them into rows of all views of a workload, starting empty. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 4)
@Measurement(iterations = 5)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class FoldBenchmark {

  private static final int RECORDS = 1_000_000;

  /**
   * What is folded. Synthetic events are folded into one view of 60,000 rows: {@code plain} with
   * hand-written code, {@code rounded} with doubles in the rows, the others with exact sums.
   */
  @Param({
    "plain",
    "rounded-average",
    "average",
    "rounded-moments",
    "moments",
    "graphite",
    "collectd",
    "vending",
    "social",
    "weather"
  })
  String workload;

  private LongSupplier job;

  @Setup
  public void prepare() {
    job =
        switch (workload) {
          case "plain" -> plain();
          case "rounded-average" -> fold(Synthetic.roundedAverage(), Samples::synthetic);
          case "average" -> fold(Synthetic.average(), Samples::synthetic);
          case "rounded-moments" -> fold(Synthetic.roundedMoments(), Samples::synthetic);
          case "moments" -> fold(Synthetic.moments(), Samples::synthetic);
          case "graphite" -> fold(metrics(), Samples::graphite);
          case "collectd" -> fold(metrics(), Samples::collectd);
          case "vending" ->
              fold(VendingWorkload.create(PurchaseDecoder::create), Samples::purchase);
          case "social" -> fold(SocialWorkload.create(SocialDecoder::create), Samples::post);
          case "weather" ->
              fold(WeatherWorkload.create(ObservationDecoder::create), Samples::weather);
          default -> throw new IllegalArgumentException(workload);
        };
  }

  private static Workload<?> metrics() {
    return MetricsWorkload.create(ShiftCalendar.NONE, CollectdDecoder::create);
  }

  private static LongSupplier plain() {
    List<RecordBatch> batches =
        Samples.batches(Samples.partition(Synthetic.TOPIC), RECORDS, Samples::synthetic);
    return () -> {
      PlainFold fold = new PlainFold();
      batches.forEach(fold::add);
      return fold.rows();
    };
  }

  private static <E> LongSupplier fold(
      Workload<E> workload, Function<SplittableRandom, String> sample) {
    Partition partition = Samples.partition(workload.topics().get(0));
    List<RecordBatch> batches = Samples.batches(partition, RECORDS, sample);
    return () -> {
      Fold<E> fold = Fold.of(workload, partition, Option.none(), rejected -> {}).from(0);
      batches.forEach(fold::add);
      if (fold.balance().folded() != RECORDS) {
        throw new IllegalStateException(fold.balance().toString());
      }
      return fold.rowCount();
    };
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long fold() {
    return job.getAsLong();
  }
}
