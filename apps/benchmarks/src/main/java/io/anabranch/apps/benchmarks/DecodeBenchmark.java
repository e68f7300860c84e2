package io.anabranch.apps.benchmarks;

import io.anabranch.adapters.wire.CollectdDecoder;
import io.anabranch.adapters.wire.ObservationDecoder;
import io.anabranch.adapters.wire.PurchaseDecoder;
import io.anabranch.adapters.wire.SocialDecoder;
import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.social.SocialWorkload;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
import org.openjdk.jmh.infra.Blackhole;

/** Decodes records of one event each, and discards the events. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class DecodeBenchmark {

  private static final int RECORDS = 2 * Samples.BATCH;

  /** The kind of records; {@code plain} scans the synthetic ones with hand-written code. */
  @Param({"plain", "synthetic", "graphite", "collectd", "vending", "social", "weather"})
  String records;

  private Runnable job;

  @Setup
  public void prepare(Blackhole hole) {
    job =
        switch (records) {
          case "plain" -> plain(hole);
          case "synthetic" -> decode(hole, "s", Synthetic.decoder(), Samples::synthetic);
          case "graphite" -> decode(hole, "g", CollectdDecoder.create(), Samples::graphite);
          case "collectd" -> decode(hole, "c", CollectdDecoder.create(), Samples::collectd);
          case "vending" -> decode(hole, "v", PurchaseDecoder.create(), Samples::purchase);
          case "social" ->
              decode(hole, SocialWorkload.POSTS_TOPIC, SocialDecoder.create(), Samples::post);
          case "weather" -> decode(hole, "w", ObservationDecoder.create(), Samples::weather);
          default -> throw new IllegalArgumentException(records);
        };
  }

  private static Runnable plain(Blackhole hole) {
    List<RecordBatch> batches =
        Samples.batches(Samples.partition("p"), RECORDS, Samples::synthetic);
    PlainFold fold = new PlainFold();
    return () -> {
      for (RecordBatch batch : batches) {
        hole.consume(fold.scan(batch));
      }
    };
  }

  private static <E> Runnable decode(
      Blackhole hole,
      String topic,
      EventDecoder<E> decoder,
      Function<SplittableRandom, String> sample) {
    List<RecordBatch> batches = Samples.batches(Samples.partition(topic), RECORDS, sample);
    EventSink<E> sink = new Consuming<>(hole);
    return () -> {
      for (RecordBatch batch : batches) {
        for (int i = 0; i < batch.size(); i++) {
          decoder.decode(topic, batch.bytes(), batch.valueStart(i), batch.valueLength(i), sink);
        }
      }
    };
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void decode() {
    job.run();
  }

  private record Consuming<E>(Blackhole hole) implements EventSink<E> {

    @Override
    public void accept(E event) {
      hole.consume(event);
    }

    @Override
    public void accept(E event, Utf8 id) {
      throw new IllegalStateException("no event id is configured");
    }

    @Override
    public void reject(Rejection rejection) {
      throw new IllegalStateException(rejection.toString());
    }
  }
}
