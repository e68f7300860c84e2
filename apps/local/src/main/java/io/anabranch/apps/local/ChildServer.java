package io.anabranch.apps.local;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The near end of a server in its own process: what whoever started it told, and how that one hears
 * that clients are served. When standard input ends, the starter has gone, and the server goes too.
 *
 * <p>For the mains of servers; whoever starts one uses {@link LocalServer}.
 */
public final class ChildServer {

  /** The one line that is written to standard output. */
  static final String READY = "ready";

  /** How long an orderly end may take before the process is ended anyhow. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path directory;
  private final Map<String, Integer> ports;
  private final PrintStream starter;

  private ChildServer(Path directory, Map<String, Integer> ports, PrintStream starter) {
    this.directory = directory;
    this.ports = ports;
    this.starter = starter;
  }

  /**
   * Reads the arguments, a directory and {@code name=port} for each port, and keeps standard output
   * for itself: what a server prints there goes to its log.
   *
   * @param stop brings the process to its end in order; called in a thread of its own when the
   *     starter has gone
   */
  public static ChildServer begin(String[] arguments, Runnable stop) {
    Map<String, Integer> ports = new HashMap<>();
    for (int i = 1; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      ports.put(
          arguments[i].substring(0, equals), Integer.valueOf(arguments[i].substring(equals + 1)));
    }
    PrintStream starter =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
    System.setOut(System.err);
    Thread lifeline = new Thread(() -> follow(stop), "lifeline");
    lifeline.setDaemon(true);
    lifeline.start();
    return new ChildServer(Path.of(arguments[0]), Map.copyOf(ports), starter);
  }

  /** Where the server keeps its data and its settings. */
  public Path directory() {
    return directory;
  }

  /** The port of that name; {@code client} is the one that clients use. */
  public int port(String name) {
    return ports.getOrDefault(name, 0);
  }

  /** Says that a client's round trip worked. */
  public void ready() {
    starter.println(READY);
  }

  private static void follow(Runnable stop) {
    try {
      while (System.in.read() != -1) {
        // Nothing is ever said here.
      }
    } catch (IOException gone) {
      System.err.println("Standard input cannot be read any more: " + gone);
    }
    Thread last =
        new Thread(
            () -> {
              try {
                Thread.sleep(PATIENCE.toMillis());
              } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(1);
            },
            "end-at-last");
    last.setDaemon(true);
    last.start();
    System.err.println("Whoever started this server has gone or wants it to end: ending.");
    stop.run();
  }
}
