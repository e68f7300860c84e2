package io.anabranch.apps.cli;

import io.anabranch.apps.local.ServerState;
import io.anabranch.apps.local.ServerStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Servers in words. */
final class ServerLines {

  private ServerLines() {}

  static String address(ServerStatus status) {
    return status
        .address()
        .map(there -> there.getHostString() + ":" + there.getPort())
        .getOrElse("");
  }

  static String memory(ServerStatus status) {
    return status
        .memoryBytes()
        .map(bytes -> String.format(Locale.ROOT, "%,d MB", bytes >> 20))
        .getOrElse("");
  }

  /** How long it has been as it is: {@code 12s}, {@code 5m 3s}, {@code 2h 5m}, {@code 3d 2h}. */
  static String since(ServerStatus status, Instant now) {
    Duration time = Duration.between(status.since(), now);
    if (time.isNegative()) {
      return "0s";
    }
    if (time.toDays() > 0) {
      return time.toDays() + "d " + time.toHoursPart() + "h";
    }
    if (time.toHours() > 0) {
      return time.toHours() + "h " + time.toMinutesPart() + "m";
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + "m " + time.toSecondsPart() + "s"
        : time.toSeconds() + "s";
  }

  /** A path, relative to the working directory if it is below it. */
  static String path(Path path) {
    Path here = Path.of("").toAbsolutePath();
    return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
  }

  /** What is wrong with a server, and where to read more. */
  static String trouble(ServerStatus status) {
    String what =
        switch (status.state()) {
          case DIED -> " does not run";
          case SILENT -> " does not answer";
          case RESTARTING -> " has died and is being restarted";
          case STARTING -> " is still starting";
          case STOPPING -> " is stopping";
          case STOPPED -> " was stopped by another command";
          case READY -> " is ready";
        };
    String kill =
        status.state() == ServerState.SILENT
            ? status
                .pid()
                .map(pid -> "; 'kill -9 " + pid + "' makes its supervisor restart it")
                .getOrElse("")
            : "";
    return status.kind().title()
        + what
        + status.reason().map(why -> ": " + why).getOrElse("")
        + kill
        + "; its log is "
        + path(status.log());
  }
}
