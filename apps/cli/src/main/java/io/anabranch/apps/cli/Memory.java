package io.anabranch.apps.cli;

import io.vavr.control.Option;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory of a machine, or of the container that this runs in, in bytes.
 *
 * @param all that there is
 * @param available without taking it from others
 */
record Memory(long all, long available) {

  private static final Path SYSTEM = Path.of("/proc/meminfo");

  static Option<Memory> ofThisMachine() {
    if (!(ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean machine)) {
      return Option.none();
    }
    long all = machine.getTotalMemorySize();
    Option<Long> whole = read("MemTotal:");
    // What the system keeps of files is free for the asking, unless a container's limit counts it.
    return Option.some(
        new Memory(
            all,
            whole.exists(bytes -> bytes <= all)
                ? read("MemAvailable:").getOrElse(machine.getFreeMemorySize())
                : machine.getFreeMemorySize()));
  }

  private static Option<Long> read(String name) {
    try {
      return Option.ofOptional(
          Files.readAllLines(SYSTEM).stream()
              .filter(line -> line.startsWith(name))
              .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
              .findFirst());
    } catch (IOException other) {
      return Option.none();
    }
  }
}
