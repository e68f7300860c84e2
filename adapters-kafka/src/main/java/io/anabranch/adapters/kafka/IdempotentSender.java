package io.anabranch.adapters.kafka;

import io.anabranch.ports.StoreFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
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
 * Records that every replica in sync holds before they are vouched for, in the order in which they
 * were given, each once however often the client had to send it. Many are on their way at a time.
 */
final class IdempotentSender implements AutoCloseable {

  private static final int BATCH_BYTES = 128 << 10;

  /** How long a record waits for others; {@link #send} ends the wait when it has given its last. */
  private static final int LINGER_MILLIS = 5;

  private static final long CLOSING_SECONDS = 5;

  private final KafkaFailures trouble;
  private final KafkaProducer<byte[], byte[]> producer;

  private IdempotentSender(KafkaFailures trouble, KafkaProducer<byte[], byte[]> producer) {
    this.trouble = trouble;
    this.producer = producer;
  }

  /** A record that is acknowledged stays, and one that is sent again by the client stands once. */
  static Map<String, Object> client(KafkaSettings settings) {
    Map<String, Object> own = new HashMap<>();
    own.put(ProducerConfig.ACKS_CONFIG, "all");
    own.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    own.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    own.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    own.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) settings.timeoutMillis());
    own.put(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        Math.max(1, settings.timeoutMillis() - LINGER_MILLIS));
    own.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, settings.timeoutMillis());
    return settings.producer(own);
  }

  static IdempotentSender open(KafkaSettings settings) throws StoreFailure {
    KafkaFailures trouble = new KafkaFailures(settings);
    try {
      return new IdempotentSender(
          trouble,
          new KafkaProducer<>(
              client(settings), new ByteArraySerializer(), new ByteArraySerializer()));
    } catch (KafkaException e) {
      throw trouble.notMade(e);
    }
  }

  /**
   * Sends records and waits for all of them.
   *
   * @param doing what is done, for messages
   * @return their offsets
   */
  List<Long> send(List<ProducerRecord<byte[], byte[]>> records, String doing) throws StoreFailure {
    List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
    for (ProducerRecord<byte[], byte[]> one : records) {
      try {
        sent.add(producer.send(one));
      } catch (org.apache.kafka.common.errors.InterruptException e) {
        throw interrupted(doing, e);
      } catch (KafkaException e) {
        // This one went nowhere, but those before it may have arrived.
        throw sent.isEmpty() ? trouble.unavailable(doing, e) : trouble.unknown(doing, e);
      }
    }
    try {
      if (!sent.isEmpty()) {
        producer.flush();
      }
      List<Long> offsets = new ArrayList<>(sent.size());
      Throwable failure = null;
      boolean isSurelyNothing = true;
      for (Future<RecordMetadata> one : sent) {
        try {
          offsets.add(one.get().offset());
          isSurelyNothing = false;
        } catch (ExecutionException e) {
          failure = failure == null ? KafkaFailures.causeOf(e) : failure;
          isSurelyNothing &= isRefusal(KafkaFailures.causeOf(e));
        }
      }
      if (failure != null) {
        throw isSurelyNothing
            ? trouble.unavailable(doing, failure)
            : trouble.unknown(doing, failure);
      }
      return offsets;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw trouble.unknown(doing, e);
    } catch (org.apache.kafka.common.errors.InterruptException e) {
      throw interrupted(doing, e);
    }
  }

  private StoreFailure interrupted(
      String doing, org.apache.kafka.common.errors.InterruptException e) {
    Thread.currentThread().interrupt();
    return trouble.unknown(doing, e);
  }

  /** Whether the record was looked at and not taken. */
  private static boolean isRefusal(Throwable cause) {
    return cause instanceof ApiException
        && (cause instanceof RecordTooLargeException
            || cause instanceof AuthorizationException
            || cause instanceof AuthenticationException
            || cause instanceof InvalidTopicException);
  }

  @Override
  public void close() {
    producer.close(java.time.Duration.ofSeconds(CLOSING_SECONDS));
  }
}
