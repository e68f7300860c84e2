package io.anabranch.ports.inmemory;

/**
 * One call of a port, or one step of it that can fail on its own.
 *
 * @param port the port's name: {@code SpeedViews}
 * @param operation the method's name; {@code next} for a step of a cursor that the port gave out
 * @param subject what it is about, for messages: a partition, a definition, the name of a segment
 */
public record PortCall(String port, String operation, Object subject) {

  @Override
  public String toString() {
    return port + "." + operation + "(" + subject + ")";
  }
}
