package io.anabranch.apps.local;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The command line of a server's JVM. */
final class ServerCommand {

  private static final String OPTIONS = "META-INF/anabranch/jvm.options";
  private static final String AGENT = "-javaagent:";

  private ServerCommand() {}

  /**
   * The command that starts a server.
   *
   * @param directory for its data, settings and log
   * @param options of the JVM, in addition to those of the server's module
   */
  static List<String> of(
      ServerKind kind, List<Path> classPath, Path directory, int port, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Warnings of the JVM belong in the log: standard output is reserved for the ready line.
    command.add("-Xlog:disable");
    command.add("-Xlog:all=warning:stderr");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Djava.awt.headless=true");
    // Cassandra needs classes of logback; its log must go to standard error all the same.
    command.add("-Dslf4j.provider=org.slf4j.simple.SimpleServiceProvider");
    command.add("-Dorg.slf4j.simpleLogger.showDateTime=true");
    command.add("-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    for (String option : moduleOptions(kind, classPath)) {
      command.add(option.startsWith(AGENT) ? AGENT + agent(kind, option, classPath) : option);
    }
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add(kind.main());
    command.add(directory.toString());
    command.add(Integer.toString(port));
    return List.copyOf(command);
  }

  private static List<String> moduleOptions(ServerKind kind, List<Path> classPath) {
    try (URLClassLoader jars = new URLClassLoader(urls(classPath), null);
        InputStream in = jars.getResourceAsStream(OPTIONS)) {
      if (in == null) {
        throw new LocalServerException("no jar of " + kind.title() + " contains " + OPTIONS);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException failure) {
      throw new LocalServerException(
          "the JVM options of " + kind.title() + " cannot be read: " + failure.getMessage(),
          failure);
    }
  }

  private static URL[] urls(List<Path> classPath) throws MalformedURLException {
    URL[] urls = new URL[classPath.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = classPath.get(i).toUri().toURL();
    }
    return urls;
  }

  /** {@code -javaagent:NAME} means the jar NAME-VERSION.jar of the class path. */
  private static Path agent(ServerKind kind, String option, List<Path> classPath) {
    String name = option.substring(AGENT.length());
    return classPath.stream()
        .filter(jar -> String.valueOf(jar.getFileName()).startsWith(name + "-"))
        .findFirst()
        .orElseThrow(
            () -> new LocalServerException(name + " is missing from the jars of " + kind.title()));
  }
}
