package io.anabranch.apps.local;

import java.util.Locale;

/** The state of a server. */
public enum ServerState {
  /** Its process runs, but no client has been served yet. */
  STARTING,
  /** A client has been served. */
  READY,
  /** Its process runs, but does not answer. */
  SILENT,
  /** It died and is about to be restarted. */
  RESTARTING,
  /** It died and is not restarted. */
  DIED,
  /** It is being stopped, and its process still runs. */
  STOPPING,
  /** It does not run, because it was never started or was stopped. */
  STOPPED;

  /** Its name in output. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
