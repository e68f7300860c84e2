package io.anabranch.apps.cli;

import io.vavr.control.Option;
import java.util.List;

/**
 * What {@code doctor} looks at.
 *
 * @param javaFeature 17 of Java 17.0.9
 * @param java version and vendor, for people
 * @param heapBytes the most that the JVM takes for objects
 * @param memoryBytes of the machine; none if the system does not report it
 * @param directory the one that it was started in
 * @param freeBytes on the disk of that directory
 * @param temporary where batches spill to
 * @param temporaryFreeBytes on its disk
 * @param portTrouble why nothing can listen there; none if something can
 * @param portHolder what answers there, if it is an Anabranch
 * @param isLocalhostHere whether the name localhost leads to this machine
 * @param names the charset in which the system spells arguments and names of files
 * @param isWatched whether output goes to a terminal
 * @param missing jars of the build that cannot be read
 * @param parts how many jars the build has
 * @param zones the version of the time zone data, like 2026a
 * @param year the clock's
 */
record Machine(
    int javaFeature,
    String java,
    int cores,
    long heapBytes,
    Option<Long> memoryBytes,
    String directory,
    long freeBytes,
    String temporary,
    long temporaryFreeBytes,
    int port,
    Option<String> portTrouble,
    Option<String> portHolder,
    boolean isLocalhostHere,
    String names,
    boolean isWatched,
    List<String> missing,
    int parts,
    String zones,
    int year) {

  Machine {
    missing = List.copyOf(missing);
  }
}
