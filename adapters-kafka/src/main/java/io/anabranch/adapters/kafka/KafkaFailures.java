package io.anabranch.adapters.kafka;

import io.anabranch.ports.StoreFailure;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** What Kafka's exceptions mean to who uses a port, in words that say where and what to do. */
final class KafkaFailures {

  private final KafkaSettings settings;

  KafkaFailures(KafkaSettings settings) {
    this.settings = settings;
  }

  /** What a future failed of. */
  static Throwable causeOf(ExecutionException e) {
    Throwable cause = e.getCause();
    return cause == null ? e : cause;
  }

  /** Nothing happened. */
  StoreFailure.Unavailable unavailable(String doing, Throwable cause) {
    return new StoreFailure.Unavailable(sentence(doing, cause), cause);
  }

  StoreFailure.Unavailable unavailable(String doing) {
    return new StoreFailure.Unavailable(notAnswering(doing));
  }

  StoreFailure.OutcomeUnknown unknown(String doing, Throwable cause) {
    return new StoreFailure.OutcomeUnknown(
        sentence(doing, cause) + ". It may have happened all the same", cause);
  }

  StoreFailure.Unavailable interrupted(String doing, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new StoreFailure.Unavailable("interrupted while " + doing, cause);
  }

  /** A client that cannot even be made. */
  StoreFailure.Unavailable notMade(KafkaException cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new StoreFailure.Unavailable(
        "Kafka at "
            + settings.bootstrapServers()
            + " cannot be used: "
            + root.getMessage()
            + ". Correct the bootstrap servers or the client properties",
        cause);
  }

  private String sentence(String doing, Throwable cause) {
    if (cause instanceof AuthenticationException) {
      return "Kafka at "
          + settings.bootstrapServers()
          + " does not accept who we say we are, "
          + doing
          + " ("
          + cause.getMessage()
          + "): correct security.protocol, sasl.* and ssl.* of its client properties";
    }
    if (cause instanceof AuthorizationException) {
      return "Kafka at "
          + settings.bootstrapServers()
          + " does not allow "
          + doing
          + " ("
          + cause.getMessage()
          + "): let its administrator grant it";
    }
    if (isSilence(cause)) {
      return notAnswering(doing);
    }
    return "Kafka at "
        + settings.bootstrapServers()
        + " fails at "
        + doing
        + ": "
        + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
  }

  private static boolean isSilence(Throwable cause) {
    return cause instanceof org.apache.kafka.common.errors.TimeoutException
        || cause instanceof java.util.concurrent.TimeoutException
        || cause instanceof org.apache.kafka.common.errors.DisconnectException;
  }

  private String notAnswering(String doing) {
    return "Kafka at "
        + settings.bootstrapServers()
        + " did not answer within "
        + settings.timeout().toMillis()
        + " ms, "
        + doing
        + ": see that it runs there, or correct the bootstrap servers";
  }
}
