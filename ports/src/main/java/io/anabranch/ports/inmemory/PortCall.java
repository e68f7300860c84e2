package io.anabranch.ports.inmemory;

/**
 * A call of a port, or a step of a call that can fail by itself.
 *
 * @param port the name of the port: {@code SpeedViews}
 * @param operation the name of the method; {@code next} for a step of a cursor of the port
 * @param subject the subject, for messages: a partition, a definition, the name of a segment
 */
public record PortCall(String port, String operation, Object subject) {

  @Override
  public String toString() {
    return port + "." + operation + "(" + subject + ")";
  }
}
