package io.anabranch.apps.ingest;

import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.apps.layers.running.LayerProcess;
import io.anabranch.apps.layers.running.LayerThreads;
import io.anabranch.apps.layers.running.MetricRegistry;
import io.anabranch.ports.EventProducer;
import io.anabranch.ports.StoreFailure;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Sends what a source has into the log. */
public final class IngestProcess implements LayerProcess {

  private final WorkloadSetup setup;
  private final EventProducer producer;
  private final TopicCreator topics;
  private final Source source;
  private final Consumer<String> told;
  private final AtomicLong sent = new AtomicLong();
  private volatile boolean isDone;

  /** Where records come from. */
  public interface Source {

    /** Sees to it that the topics are there. */
    void open(TopicCreator topics, WorkloadSetup setup, Consumer<String> told) throws StoreFailure;

    /** Sends what is due. */
    Sent send(EventProducer producer) throws StoreFailure;

    /** What there is to tell apart from how many records were sent; empty for nothing. */
    default String describe() {
      return "";
    }

    /** Whether it can go on; one that cannot has told why. */
    default boolean isRight() {
      return true;
    }
  }

  /**
   * What a source has sent.
   *
   * @param restNanos how many nanoseconds there are until something is due again
   * @param isLast whether nothing ever is
   */
  public record Sent(long records, long restNanos, boolean isLast) {}

  /**
   * A process that sends what a source has.
   *
   * @param told takes remarks for people
   */
  public IngestProcess(
      WorkloadSetup setup,
      EventProducer producer,
      TopicCreator topics,
      Source source,
      Consumer<String> told) {
    this.setup = setup;
    this.producer = producer;
    this.topics = topics;
    this.source = source;
    this.told = told;
  }

  @Override
  public void start(LayerThreads threads) throws StoreFailure {
    source.open(topics, setup, told);
    threads.run(
        "producer",
        () -> {
          if (isDone) {
            return java.time.Duration.ofSeconds(1);
          }
          Sent now = source.send(producer);
          sent.addAndGet(now.records());
          isDone = now.isLast();
          return java.time.Duration.ofNanos(now.restNanos());
        });
  }

  @Override
  public void measure(MetricRegistry measures) {
    measures.counter("records.sent", "Records that the log has acknowledged", sent::get);
  }

  @Override
  public boolean isDone() {
    return isDone;
  }

  @Override
  public boolean isRight() {
    return source.isRight();
  }

  @Override
  public String describe() {
    String more = source.describe();
    return String.format(Locale.ROOT, "%,d records sent", sent.get())
        + (more.isEmpty() ? "" : ", " + more);
  }
}
