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

/** What the driver's exceptions mean to a port. */
final class Failures {

  /** What a failed request would have done. */
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

  /** The failure of a request; an error of our own is thrown on. */
  StoreFailure of(Request request, String what, Throwable thrown) {
    Throwable cause = unwrapped(thrown);
    if (cause instanceof Error error) {
      throw error;
    }
    List<Throwable> causes = causes(cause);
    String failed = where + " has not done this: " + what + ". ";
    for (Throwable each : causes) {
      if (each instanceof AuthenticationException) {
        return new StoreFailure.Unavailable(
            failed + "It refuses the user or password: check the credentials.", cause);
      }
      if (each instanceof UnauthorizedException) {
        return new StoreFailure.Unavailable(
            failed
                + each.getMessage()
                + ". Let an administrator grant it, or create the keyspace and grant ALL on it.",
            cause);
      }
      if (each instanceof QueryValidationException || each instanceof InvalidKeyspaceException) {
        return new StoreFailure.Corrupt(
            failed
                + each.getMessage()
                + ". The keyspace is not as this program left it: restore it, or use another.",
            cause);
      }
    }
    boolean isUntouched =
        request == Request.READ || causes.stream().allMatch(Failures::leavesNothing);
    if (isUntouched) {
      return new StoreFailure.Unavailable(failed + told(cause) + advice(causes), cause);
    }
    return new StoreFailure.OutcomeUnknown(
        where + " may or may not have done this: " + what + ". " + told(cause), cause);
  }

  private static String told(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static String advice(List<Throwable> causes) {
    boolean isReached =
        causes.stream()
            .anyMatch(c -> c instanceof ReadTimeoutException || c instanceof ReadFailureException);
    return isReached
        ? ""
        : " Is it up, and are contact points and datacenter right? On a laptop: ./anabranch status,"
            + " then ./anabranch up.";
  }

  /** Whether a request that ends like this has certainly changed nothing. */
  private static boolean leavesNothing(Throwable cause) {
    return cause instanceof UnavailableException
        || cause instanceof NodeUnavailableException
        || cause instanceof BusyConnectionException
        || cause instanceof RequestThrottlingException
        || cause instanceof BootstrappingException
        || cause instanceof ConnectionInitException
        // Of no node: it was sent to nobody.
        || cause instanceof AllNodesFailedException;
  }

  /** What went wrong on each node, or the one thing that went wrong. */
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
