package io.anabranch.adapters.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.InvalidKeyspaceException;
import com.datastax.oss.driver.api.core.NodeUnavailableException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.connection.ConnectionInitException;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.BootstrappingException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.ReadFailureException;
import com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import io.anabranch.ports.StoreFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Translates exceptions of the driver to failures of a port. */
final class Failures {

  private static final String ADVICE =
      "; check that Cassandra is running, and that the contact points and the datacenter are correct";

  /** Whether a failed request might have changed something. */
  enum Request {
    READ,
    WRITE
  }

  private final String where;

  Failures(CassandraSettings settings) {
    this.where =
        "Cassandra at "
            + String.join(", ", settings.contactPoints())
            + " (keyspace "
            + settings.keyspace()
            + ")";
  }

  /** The failure of a request. An {@link Error} is rethrown. */
  StoreFailure of(Request request, String what, Throwable thrown) {
    Throwable cause = unwrapped(thrown);
    if (cause instanceof Error error) {
      throw error;
    }
    List<Throwable> causes = causes(cause);
    String failed = where + ": could not " + what + ". ";
    for (Throwable each : causes) {
      if (each instanceof AuthenticationException) {
        return new StoreFailure.Unavailable(
            failed + "Authentication failed: check the credentials.", cause);
      }
      if (each instanceof UnauthorizedException) {
        return new StoreFailure.Unavailable(
            failed
                + each.getMessage()
                + ". Ask an administrator for the permission, or to create the keyspace and grant ALL"
                + " on it.",
            cause);
      }
      if (each instanceof QueryValidationException || each instanceof InvalidKeyspaceException) {
        return new StoreFailure.Corrupt(
            failed
                + each.getMessage()
                + ". The keyspace was changed by another program: restore it, or use another.",
            cause);
      }
    }
    boolean hasNoEffect =
        request == Request.READ || causes.stream().allMatch(Failures::isWithoutEffect);
    if (hasNoEffect) {
      String message = failed + messageOf(cause);
      return hasReplied(causes)
          ? new StoreFailure.Unavailable(message, cause)
          : new StoreFailure.Unavailable(StoreFailure.Reason.UNREACHABLE, message + ADVICE, cause);
    }
    return new StoreFailure.OutcomeUnknown(
        where
            + ": the request to "
            + what
            + " failed and its outcome is unknown. "
            + messageOf(cause),
        cause);
  }

  private static String messageOf(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static boolean hasReplied(List<Throwable> causes) {
    return causes.stream()
        .anyMatch(c -> c instanceof ReadTimeoutException || c instanceof ReadFailureException);
  }

  /** Whether a request that fails with this exception has certainly changed nothing. */
  private static boolean isWithoutEffect(Throwable cause) {
    return cause instanceof UnavailableException
        || cause instanceof NodeUnavailableException
        || cause instanceof BusyConnectionException
        || cause instanceof RequestThrottlingException
        || cause instanceof BootstrappingException
        || cause instanceof ConnectionInitException
        // Without an error of any node: the request was sent to none.
        || cause instanceof AllNodesFailedException;
  }

  /** The errors of all nodes, or the exception itself if it names none. */
  private static List<Throwable> causes(Throwable cause) {
    if (!(cause instanceof AllNodesFailedException all)) {
      return List.of(cause);
    }
    List<Throwable> each = new ArrayList<>();
    for (Map.Entry<Node, List<Throwable>> node : all.getAllErrors().entrySet()) {
      node.getValue().forEach(error -> each.add(unwrapped(error)));
    }
    return each.isEmpty() ? List.of(cause) : each;
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
