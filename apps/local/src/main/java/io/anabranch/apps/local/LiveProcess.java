package io.anabranch.apps.local;

import io.vavr.control.Option;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A process that is not a child of this one, told from a later one that got the same id.
 *
 * @param pid its id
 * @param born when it began, as its system counts: the same text for as long as it lives
 */
record LiveProcess(long pid, String born) {

  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  /** Where the start stands behind the name of the command in {@code /proc/PID/stat}. */
  private static final int START_FIELD = 19;

  static LiveProcess of(ProcessHandle process) {
    return new LiveProcess(process.pid(), birth(process));
  }

  static LiveProcess current() {
    return of(ProcessHandle.current());
  }

  boolean isAlive() {
    return find().isDefined();
  }

  /** The process, if it still runs; one that has ended and was not yet reaped does not. */
  Option<ProcessHandle> find() {
    return Option.ofOptional(ProcessHandle.of(pid))
        .filter(ProcessHandle::isAlive)
        .filter(process -> birth(process).equals(born));
  }

  /** Clock ticks since this boot where the system tells them: clocks may be set. */
  private static String birth(ProcessHandle process) {
    try {
      String stat =
          Files.readString(
              Path.of("/proc", Long.toString(process.pid()), "stat"), StandardCharsets.UTF_8);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Files.readString(BOOT, StandardCharsets.UTF_8).strip() + "/" + fields[START_FIELD];
    } catch (IOException | StringIndexOutOfBoundsException none) {
      return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }
  }

  /** Memory that it holds, in bytes, if the system tells. */
  Option<Long> memory() {
    try {
      return Option.ofOptional(
          Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
              .findFirst());
    } catch (IOException gone) {
      return Option.none();
    }
  }
}
