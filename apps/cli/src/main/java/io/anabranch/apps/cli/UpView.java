package io.anabranch.apps.cli;

import io.anabranch.apps.local.ServerKind;
import io.anabranch.apps.local.ServerState;
import io.anabranch.apps.local.ServerStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Shows the progress of starting servers on standard error: a line for each that is ready or has
 * died, and on a terminal a line that is redrawn in place.
 */
final class UpView implements AutoCloseable {

  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean isScreen;
  private final long began = System.nanoTime();
  private final Map<ServerKind, ServerState> shown = new EnumMap<>(ServerKind.class);

  private UpView(PrintWriter err, boolean isScreen) {
    this.err = err;
    this.isScreen = isScreen;
  }

  static UpView on(PrintWriter err) {
    return new UpView(err, Boolean.getBoolean("anabranch.screen"));
  }

  /** Prints what has changed. */
  void show(List<ServerStatus> statuses, Set<ServerKind> started) {
    long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
    for (ServerStatus status : statuses) {
      ServerState before = shown.put(status.kind(), status.state());
      if (status.state() != before) {
        erase();
        print(status, started.contains(status.kind()), seconds);
      }
    }
    String waited =
        statuses.stream()
            .filter(
                status ->
                    status.state() == ServerState.STARTING
                        || status.state() == ServerState.RESTARTING)
            .map(status -> status.kind().word())
            .collect(Collectors.joining(", "));
    if (isScreen && !waited.isEmpty()) {
      erase();
      err.print("up: waiting for " + waited + ", " + seconds + " s");
    }
    err.flush();
  }

  private void print(ServerStatus status, boolean isStarted, long seconds) {
    String word = status.kind().word();
    switch (status.state()) {
      case READY ->
          err.println(
              "up: " + word + (isStarted ? " is ready after " + seconds + " s" : " runs already"));
      case RESTARTING ->
          err.println(
              "up: "
                  + word
                  + " has died and is restarted"
                  + status.reason().map(why -> ": " + why).getOrElse(""));
      case STARTING, SILENT, DIED, STOPPING, STOPPED -> {
        // Reported at the end, or not worth a line.
      }
    }
  }

  private void erase() {
    if (isScreen) {
      err.print(ERASE);
    }
  }

  @Override
  public void close() {
    erase();
    err.flush();
  }
}
