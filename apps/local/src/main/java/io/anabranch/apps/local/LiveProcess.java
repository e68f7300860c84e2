package io.anabranch.apps.local;

import io.vavr.control.Option;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A process that need not be a child of this one, identified by more than its pid, which the system
 * reuses.
 *
 * @param started when it started, as the system counts; constant for the life of the process
 */
record LiveProcess(long pid, String started) {

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** The index of {@code starttime} in {@code /proc/PID/stat} after the command's name. */
  private static final int START_TIME = 19;

  static LiveProcess of(ProcessHandle process) {
    return new LiveProcess(process.pid(), startOf(process));
  }

  static LiveProcess current() {
    return of(ProcessHandle.current());
  }

  boolean isAlive() {
    return find().isDefined();
  }

  /** The process if it still runs. */
  Option<ProcessHandle> find() {
    return Option.ofOptional(ProcessHandle.of(pid))
        .filter(ProcessHandle::isAlive)
        .filter(process -> startOf(process).equals(started));
  }

  /** Clock ticks since boot where the system reports them, because the wall clock can be set. */
  private static String startOf(ProcessHandle process) {
    try {
      String stat =
          Files.readString(
              Path.of("/proc", Long.toString(process.pid()), "stat"), StandardCharsets.UTF_8);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Files.readString(BOOT_ID, StandardCharsets.UTF_8).strip() + "/" + fields[START_TIME];
    } catch (IOException | StringIndexOutOfBoundsException unsupported) {
      return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }
  }

  /** Its resident memory in bytes, where the system reports it. */
  Option<Long> memory() {
    try {
      return Option.ofOptional(
          Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
              .findFirst());
    } catch (IOException unsupported) {
      return Option.none();
    }
  }
}
