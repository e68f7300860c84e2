package io.anabranch.apps.cli;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a machine lacks, and what to do about it. */
record Diagnosis(List<Finding> findings) {

  private static final int OLDEST_JAVA = 17;
  private static final long MB = 1L << 20;
  private static final long LITTLE_HEAP = 512 * MB;
  private static final long LEAST_HEAP = 128 * MB;
  private static final long LITTLE_DISK = 1024 * MB;
  private static final long LEAST_DISK = 64 * MB;
  private static final Pattern ZONES = Pattern.compile("(\\d{4}).*");
  private static final int OLD_ZONES = 2;

  /** How bad it is. */
  enum Verdict {
    OK,
    /** It runs, but not as expected. */
    WARN,
    /** It does not run. */
    FAIL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One thing that was looked at.
   *
   * @param next what to do about it; none if it is well
   */
  record Finding(Verdict verdict, String subject, String found, Option<String> next) {

    String line() {
      String head = String.format(Locale.ROOT, "%-4s  %-10s  %s", verdict, subject, found);
      return next.map(what -> head + "; " + what).getOrElse(head);
    }
  }

  Diagnosis {
    findings = List.copyOf(findings);
  }

  boolean runs() {
    return findings.stream().noneMatch(finding -> finding.verdict() == Verdict.FAIL);
  }

  static Diagnosis of(Machine machine) {
    List<Finding> findings = new ArrayList<>();
    findings.add(java(machine));
    findings.add(cores(machine));
    findings.add(memory(machine));
    findings.add(disk("disk", machine.directory(), machine.freeBytes()));
    findings.add(disk("temporary", machine.temporary(), machine.temporaryFreeBytes()));
    findings.add(port(machine));
    findings.add(loopback(machine));
    findings.add(locale(machine));
    findings.add(build(machine));
    findings.add(zones(machine));
    return new Diagnosis(findings);
  }

  private static Finding ok(String subject, String found) {
    return new Finding(Verdict.OK, subject, found, Option.none());
  }

  private static Finding warn(String subject, String found, String next) {
    return new Finding(Verdict.WARN, subject, found, Option.some(next));
  }

  private static Finding fail(String subject, String found, String next) {
    return new Finding(Verdict.FAIL, subject, found, Option.some(next));
  }

  private static Finding java(Machine machine) {
    return machine.javaFeature() >= OLDEST_JAVA
        ? ok("java", machine.java())
        : fail(
            "java",
            machine.java() + " is too old",
            "install a JDK 17 or newer, for example apt-get install openjdk-17-jdk-headless");
  }

  private static Finding cores(Machine machine) {
    return machine.cores() > 1
        ? ok("cores", Integer.toString(machine.cores()))
        : warn(
            "cores",
            "1",
            "it works, but the layers take turns: expect answers to lag behind the log");
  }

  private static Finding memory(Machine machine) {
    String found =
        size(machine.heapBytes())
            + " for objects"
            + machine.memoryBytes().map(all -> " of " + size(all)).getOrElse("");
    String next = "allow more with ANABRANCH_JAVA_OPTS=-Xmx1g, or free some";
    if (machine.heapBytes() < LEAST_HEAP) {
      return fail("memory", found, next);
    }
    return machine.heapBytes() < LITTLE_HEAP
        ? warn("memory", found + ": enough for samples", next)
        : ok("memory", found);
  }

  private static Finding disk(String subject, String directory, long free) {
    String found = size(free) + " free in " + directory;
    if (free < LEAST_DISK) {
      return fail(subject, found, "free some: nothing can be built or spilled there");
    }
    return free < LITTLE_DISK
        ? warn(subject, found, "free some before large recordings are replayed")
        : ok(subject, found);
  }

  private static Finding port(Machine machine) {
    String port = Integer.toString(machine.port());
    if (machine.portTrouble().isEmpty()) {
      return ok("port", port + " is free");
    }
    String other =
        "give demo another with --port " + (machine.port() == 65_535 ? 8081 : machine.port() + 1);
    return machine
        .portHolder()
        .map(holder -> warn("port", port + " is held by " + holder, "query it, or " + other))
        .getOrElse(
            () -> warn("port", port + " cannot be had: " + machine.portTrouble().get(), other));
  }

  private static Finding loopback(Machine machine) {
    return machine.isLocalhostHere()
        ? ok("loopback", "localhost is this machine")
        : warn(
            "loopback",
            "the name localhost does not lead to this machine",
            "use 127.0.0.1 in addresses, or add '127.0.0.1 localhost' to /etc/hosts");
  }

  private static Finding locale(Machine machine) {
    String found = machine.names() + (machine.isWatched() ? ", on a terminal" : ", no terminal");
    return machine.names().equals("UTF-8")
        ? ok("locale", found)
        : warn(
            "locale",
            found + ": arguments beyond ASCII are not read right",
            "export LC_ALL=C.UTF-8");
  }

  private static Finding build(Machine machine) {
    return machine.missing().isEmpty()
        ? ok("build", machine.parts() + " parts, all there")
        : fail(
            "build",
            "cannot read " + String.join(", ", machine.missing()),
            "build again: rm -rf .anabranch/launcher and run ./anabranch");
  }

  private static Finding zones(Machine machine) {
    Matcher version = ZONES.matcher(machine.zones());
    boolean isOld =
        !version.matches() || machine.year() - Integer.parseInt(version.group(1)) > OLD_ZONES;
    return isOld
        ? warn(
            "zones",
            "time zone data of "
                + machine.zones()
                + ": shifts are wrong where a zone's rules have changed since",
            "update the JDK, or leave --zone at UTC")
        : ok("zones", "time zone data of " + machine.zones());
  }

  private static String size(long bytes) {
    return bytes < 10_240 * MB
        ? String.format(Locale.ROOT, "%,d MB", bytes / MB)
        : String.format(Locale.ROOT, "%,d GB", bytes / (1024 * MB));
  }
}
