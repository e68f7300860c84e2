package io.anabranch.apps.local;

import java.util.Locale;

/** How a server is. */
public enum ServerState {
  /** Its process runs, and no client has been served yet. */
  STARTING,
  /** A client was served. */
  READY,
  /** Its process runs, and it does not answer. */
  SILENT,
  /** It has died, and is started again in a moment. */
  RESTARTING,
  /** It has died, and nobody starts it again. */
  DIED,
  /** It was asked to end, and its process still runs. */
  STOPPING,
  /** It does not run, and nobody wants it to. */
  STOPPED;

  /** As people and programs read it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
