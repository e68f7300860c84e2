package io.anabranch.adapters.kafka;

import io.anabranch.ports.StoreFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends records in the given order, each exactly once however often the client retries, and returns
 * when all in-sync replicas hold them. Many records are in flight at a time.
 */
final class IdempotentSender implements AutoCloseable {

  private static final int BATCH_BYTES = 128 << 10;

  /** How long a record waits for others; {@link #send} flushes after its last record. */
  private static final int LINGER_MILLIS = 5;

  private static final long CLOSE_SECONDS = 5;

  private final KafkaFailures failures;
  private final Producer<byte[], byte[]> producer;

  IdempotentSender(KafkaFailures failures, Producer<byte[], byte[]> producer) {
    this.failures = failures;
    this.producer = producer;
  }

  /** Client properties: acknowledged records stay, and retries by the client add no duplicates. */
  static Map<String, Object> client(KafkaSettings settings) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) settings.timeoutMillis());
    properties.put(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        Math.max(1, settings.timeoutMillis() - LINGER_MILLIS));
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, settings.timeoutMillis());
    return settings.producer(properties);
  }

  static IdempotentSender open(KafkaSettings settings) throws StoreFailure {
    KafkaFailures failures = new KafkaFailures(settings);
    try {
      return new IdempotentSender(
          failures,
          new KafkaProducer<>(
              client(settings), new ByteArraySerializer(), new ByteArraySerializer()));
    } catch (KafkaException e) {
      throw failures.cannotCreateClient(e);
    }
  }

  /**
   * Sends records and waits for all of them.
   *
   * @param operation what is being done, for messages
   * @return their offsets
   */
  List<Long> send(List<ProducerRecord<byte[], byte[]>> records, String operation)
      throws StoreFailure {
    List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
    for (ProducerRecord<byte[], byte[]> one : records) {
      try {
        sent.add(producer.send(one));
      } catch (org.apache.kafka.common.errors.InterruptException e) {
        throw interrupted(operation, e);
      } catch (KafkaException e) {
        // This record was not sent, but those before it may have been appended.
        throw sent.isEmpty() ? failures.unavailable(operation, e) : failures.unknown(operation, e);
      }
    }
    try {
      if (!sent.isEmpty()) {
        producer.flush();
      }
      List<Long> offsets = new ArrayList<>(sent.size());
      Throwable failure = null;
      boolean isNothingAppended = true;
      for (Future<RecordMetadata> one : sent) {
        try {
          offsets.add(one.get().offset());
          isNothingAppended = false;
        } catch (ExecutionException e) {
          failure = failure == null ? KafkaFailures.causeOf(e) : failure;
          isNothingAppended &= isRejected(KafkaFailures.causeOf(e));
        }
      }
      if (failure != null) {
        throw isNothingAppended
            ? failures.unavailable(operation, failure)
            : failures.unknown(operation, failure);
      }
      return offsets;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.unknown(operation, e);
    } catch (org.apache.kafka.common.errors.InterruptException e) {
      throw interrupted(operation, e);
    }
  }

  private StoreFailure interrupted(
      String operation, org.apache.kafka.common.errors.InterruptException e) {
    Thread.currentThread().interrupt();
    return failures.unknown(operation, e);
  }

  /** Whether the broker answered that it did not append the record. */
  private static boolean isRejected(Throwable cause) {
    return cause instanceof ApiException
        && (cause instanceof RecordTooLargeException
            || cause instanceof AuthorizationException
            || cause instanceof AuthenticationException
            || cause instanceof InvalidTopicException);
  }

  @Override
  public void close() {
    producer.close(java.time.Duration.ofSeconds(CLOSE_SECONDS));
  }
}
