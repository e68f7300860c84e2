package io.anabranch.adapters.kafka;

import io.anabranch.ports.StoreFailure;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** Translates exceptions of Kafka's clients to failures of a port. */
final class KafkaFailures {

  private final KafkaSettings settings;

  KafkaFailures(KafkaSettings settings) {
    this.settings = settings;
  }

  /** The cause of a failed future. */
  static Throwable causeOf(ExecutionException e) {
    Throwable cause = e.getCause();
    return cause == null ? e : cause;
  }

  /** The operation had no effect. */
  StoreFailure.Unavailable unavailable(String operation, Throwable cause) {
    StoreFailure.Reason reason =
        isTimeout(cause) ? StoreFailure.Reason.UNREACHABLE : StoreFailure.Reason.OTHER;
    return new StoreFailure.Unavailable(reason, describe(operation, cause), cause);
  }

  StoreFailure.Unavailable timedOut(String operation) {
    return new StoreFailure.Unavailable(StoreFailure.Reason.UNREACHABLE, timeout(operation));
  }

  StoreFailure.OutcomeUnknown unknown(String operation, Throwable cause) {
    return new StoreFailure.OutcomeUnknown(
        describe(operation, cause) + ". The outcome is unknown", cause);
  }

  StoreFailure.Unavailable interrupted(String operation, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new StoreFailure.Unavailable("interrupted while " + operation, cause);
  }

  /** A client cannot be created from the settings. */
  StoreFailure.Unavailable cannotCreateClient(KafkaException cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new StoreFailure.Unavailable(
        "the client for Kafka at "
            + settings.bootstrapServers()
            + " cannot be created: "
            + root.getMessage()
            + ". Correct the bootstrap servers or the client properties",
        cause);
  }

  private String describe(String operation, Throwable cause) {
    if (cause instanceof AuthenticationException) {
      return "authentication with Kafka at "
          + settings.bootstrapServers()
          + " failed while "
          + operation
          + " ("
          + cause.getMessage()
          + "): correct security.protocol, sasl.* and ssl.* of the client properties";
    }
    if (cause instanceof AuthorizationException) {
      return "authorization by Kafka at "
          + settings.bootstrapServers()
          + " failed while "
          + operation
          + " ("
          + cause.getMessage()
          + "): ask its administrator for the permission";
    }
    if (isTimeout(cause)) {
      return timeout(operation);
    }
    return "Kafka at "
        + settings.bootstrapServers()
        + " failed while "
        + operation
        + ": "
        + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
  }

  private static boolean isTimeout(Throwable cause) {
    return cause instanceof org.apache.kafka.common.errors.TimeoutException
        || cause instanceof java.util.concurrent.TimeoutException
        || cause instanceof org.apache.kafka.common.errors.DisconnectException;
  }

  private String timeout(String operation) {
    return "Kafka at "
        + settings.bootstrapServers()
        + " did not answer within "
        + settings.timeout().toMillis()
        + " ms while "
        + operation
        + ": check that it is running there, or correct the bootstrap servers";
  }
}
