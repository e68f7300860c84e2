package io.anabranch.apps.local;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command line of a server's JVM. */
final class ServerCommand {

  private static final List<String> CASSANDRA_EXPORTS =
      List.of(
          "java.base/jdk.internal.misc",
          "java.base/java.lang.ref",
          "java.management.rmi/com.sun.jmx.remote.internal.rmi",
          "java.rmi/sun.rmi.registry",
          "java.rmi/sun.rmi.server",
          "java.sql/java.sql",
          "jdk.unsupported/sun.misc");

  private static final List<String> CASSANDRA_OPENS =
      List.of(
          "java.base/java.lang.module",
          "java.base/jdk.internal.loader",
          "java.base/jdk.internal.ref",
          "java.base/jdk.internal.reflect",
          "java.base/jdk.internal.math",
          "java.base/jdk.internal.module",
          "java.base/jdk.internal.util.jar",
          "java.base/sun.nio.ch",
          "java.base/java.io",
          "java.base/java.nio",
          "java.base/java.lang",
          "java.base/java.lang.reflect",
          "java.base/java.math",
          "java.base/java.net",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "jdk.management/com.sun.management.internal",
          "java.rmi/sun.rmi.transport.tcp");

  private ServerCommand() {}

  /**
   * The command that starts a server.
   *
   * @param options more of its JVM
   */
  static List<String> of(
      ServerKind kind,
      List<Path> classPath,
      Path directory,
      Map<String, Integer> ports,
      String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // What the JVM itself has to say belongs in the log: standard output is for one word.
    command.add("-Xlog:disable");
    command.add("-Xlog:all=warning:stderr");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Djava.awt.headless=true");
    // Cassandra does not run without classes of logback, and its log goes where the others' goes.
    command.add("-Dslf4j.provider=org.slf4j.simple.SimpleServiceProvider");
    command.add("-Dorg.slf4j.simpleLogger.showDateTime=true");
    command.add("-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    command.addAll(flags(kind, classPath));
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add(kind.main());
    command.add(directory.toString());
    ports.forEach((name, port) -> command.add(name + "=" + port));
    return List.copyOf(command);
  }

  private static List<String> flags(ServerKind kind, List<Path> classPath) {
    return switch (kind) {
      case KAFKA -> List.of("-Xmx512m");
      case HDFS -> List.of("-Xmx320m");
      case CASSANDRA ->
          Stream.of(
                  Stream.of(
                      "-Xms448m",
                      "-Xmx448m",
                      "-Xss512k",
                      "-XX:MaxDirectMemorySize=256m",
                      "-javaagent:" + agent(classPath),
                      "-Djdk.attach.allowAttachSelf=true"),
                  CASSANDRA_EXPORTS.stream().map(name -> "--add-exports=" + name + "=ALL-UNNAMED"),
                  CASSANDRA_OPENS.stream().map(name -> "--add-opens=" + name + "=ALL-UNNAMED"))
              .flatMap(part -> part)
              .toList();
    };
  }

  /** Cassandra measures what its tables take in memory with it. */
  private static Path agent(List<Path> classPath) {
    return classPath.stream()
        .filter(jar -> String.valueOf(jar.getFileName()).startsWith("jamm-"))
        .findFirst()
        .orElseThrow(() -> new LocalServerException("jamm is not among the jars of Cassandra"));
  }
}
