package io.anabranch.apps.local;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The server's side of {@link ServerProcess}: what its parent passed to it, and how it reports that
 * it is ready. When standard input ends, the parent has gone, and the server stops.
 *
 * <p>For the main classes of servers; programs start one through {@link LocalServer}.
 */
public final class ChildServer {

  /** The one line that is written to standard output. */
  static final String READY = "ready";

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  private final Path directory;
  private final int port;
  private final PrintStream parent;

  private ChildServer(Path directory, int port, PrintStream parent) {
    this.directory = directory;
    this.port = port;
    this.parent = parent;
  }

  /**
   * Reads the arguments, a directory and a port, and redirects {@link System#out} to standard
   * error: standard output is reserved for {@link #ready}.
   *
   * @param stop stops the process; called in its own thread when the parent has gone
   */
  public static ChildServer begin(String[] arguments, Runnable stop) {
    PrintStream parent =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
    System.setOut(System.err);
    daemon("parent-watch", () -> stopAfterParent(stop));
    return new ChildServer(Path.of(arguments[0]), Integer.parseInt(arguments[1]), parent);
  }

  /** Where the server keeps its data and its settings. */
  public Path directory() {
    return directory;
  }

  /** The port for clients. */
  public int port() {
    return port;
  }

  /** A free port, for a server that needs a second one. */
  public int freePort() {
    return ServerPorts.findFree();
  }

  /** Reports that a client's round trip has worked. */
  public void ready() {
    parent.println(READY);
  }

  private static void stopAfterParent(Runnable stop) {
    try {
      while (System.in.read() != -1) {
        // The parent writes nothing.
      }
    } catch (IOException closed) {
      System.err.println("Standard input cannot be read: " + closed);
    }
    System.err.println("Standard input has ended: stopping with the parent process");
    daemon(
        "stop-timeout",
        () -> {
          try {
            Thread.sleep(STOP_TIMEOUT.toMillis());
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
          Runtime.getRuntime().halt(1);
        });
    stop.run();
  }

  private static void daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }
}
