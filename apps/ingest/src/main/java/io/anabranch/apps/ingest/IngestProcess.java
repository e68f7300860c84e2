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

/** Sends the records of a source to the log. */
public final class IngestProcess implements LayerProcess {

  private final WorkloadSetup setup;
  private final EventProducer producer;
  private final TopicCreator topics;
  private final Source source;
  private final Consumer<String> remarks;
  private final AtomicLong sent = new AtomicLong();
  private volatile boolean isDone;

  /** A source of records. */
  public interface Source {

    /** Creates the topics that do not exist. */
    void open(TopicCreator topics, WorkloadSetup setup, Consumer<String> remarks)
        throws StoreFailure;

    /** Sends the records that are due. */
    Sent send(EventProducer producer) throws StoreFailure;

    /** Status beside the number of records sent; may be empty. */
    default String describe() {
      return "";
    }

    /** Whether it can continue; if not, it has reported the reason. */
    default boolean isRight() {
      return true;
    }
  }

  /**
   * The result of a step of a source.
   *
   * @param restNanos nanoseconds until the next records are due
   * @param isLast whether the source has ended
   */
  public record Sent(long records, long restNanos, boolean isLast) {}

  /**
   * A process that sends the records of a source.
   *
   * @param remarks receives messages for the user
   */
  public IngestProcess(
      WorkloadSetup setup,
      EventProducer producer,
      TopicCreator topics,
      Source source,
      Consumer<String> remarks) {
    this.setup = setup;
    this.producer = producer;
    this.topics = topics;
    this.source = source;
    this.remarks = remarks;
  }

  @Override
  public void start(LayerThreads threads) throws StoreFailure {
    source.open(topics, setup, remarks);
    threads.run(
        "producer",
        () -> {
          if (isDone) {
            return java.time.Duration.ofSeconds(1);
          }
          Sent step = source.send(producer);
          sent.addAndGet(step.records());
          isDone = step.isLast();
          return java.time.Duration.ofNanos(step.restNanos());
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
    String details = source.describe();
    return String.format(Locale.ROOT, "%,d records sent", sent.get())
        + (details.isEmpty() ? "" : ", " + details);
  }
}
