package io.anabranch.apps.launch.settings;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The section {@code http}: where each command listens.
 *
 * @param ports by the name of the command; 0 for any free port
 */
public record HttpSection(String host, SortedMap<String, Integer> ports) {

  private static final int LARGEST_PORT = 65_535;
  private static final List<String> COMMANDS =
      List.of("serve", "ingest", "archive", "speed", "batch", "audit");

  public HttpSection {
    ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
  }

  static HttpSection of(Settings settings) throws SettingsException {
    SortedMap<String, Integer> ports = new TreeMap<>();
    for (String command : COMMANDS) {
      ports.put(command, settings.number("http." + command + ".port", 0, LARGEST_PORT));
    }
    return new HttpSection(settings.text("http.host").getOrElse("127.0.0.1"), ports);
  }

  /**
   * The port of a command.
   *
   * @throws IllegalArgumentException if the command has no setting
   */
  public int port(String command) {
    Integer port = ports.get(command);
    if (port == null) {
      throw new IllegalArgumentException("there is no setting http." + command + ".port");
    }
    return port;
  }
}
