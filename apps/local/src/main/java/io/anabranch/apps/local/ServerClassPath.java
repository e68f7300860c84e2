package io.anabranch.apps.local;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jars that a server runs on, none of which is on the class path of whoever starts it: those of
 * the directory that the property {@value #DIRECTORY} names, in which each server has one of its
 * own; or those that the server's module names, if that is on the class path.
 */
final class ServerClassPath {

  static final String DIRECTORY = "anabranch.servers";

  private ServerClassPath() {}

  static List<Path> of(ServerKind kind) {
    String directory = System.getProperty(DIRECTORY, "");
    try {
      return directory.isEmpty() ? named(kind) : within(kind, Path.of(directory));
    } catch (IOException unreadable) {
      throw new LocalServerException(
          "the jars of " + kind.title() + " cannot be read: " + unreadable.getMessage(),
          unreadable);
    }
  }

  private static List<Path> within(ServerKind kind, Path directory) throws IOException {
    List<Path> jars = new ArrayList<>();
    Path own = directory.resolve(kind.word());
    if (Files.isDirectory(own)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(own, "*.jar")) {
        files.forEach(jars::add);
      }
    }
    if (jars.isEmpty()) {
      throw new LocalServerException(
          "there are no jars of "
              + kind.title()
              + " in "
              + own
              + "; run './anabranch up', which fetches them");
    }
    return jars.stream().sorted().toList();
  }

  private static List<Path> named(ServerKind kind) throws IOException {
    String resource = "META-INF/anabranch/" + kind.word() + ".classpath";
    URL list = ServerClassPath.class.getClassLoader().getResource(resource);
    if (list == null) {
      throw new LocalServerException(
          "the module anabranch-local-"
              + kind.word()
              + " is not on the class path, and "
              + DIRECTORY
              + " names no directory: there is no "
              + kind.title()
              + " to start");
    }
    String jars;
    try (InputStream in = list.openStream()) {
      jars = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
    return Stream.concat(
            Stream.of(place(list, resource), here()),
            Stream.of(jars.split(File.pathSeparator, -1)).map(Path::of))
        .toList();
  }

  private static Path place(URL url, String resource) throws IOException {
    URLConnection connection = url.openConnection();
    if (connection instanceof JarURLConnection jar) {
      return path(jar.getJarFileURL());
    }
    String whole = url.toString();
    return Path.of(URI.create(whole.substring(0, whole.length() - resource.length())));
  }

  private static Path here() throws IOException {
    return path(ServerClassPath.class.getProtectionDomain().getCodeSource().getLocation());
  }

  private static Path path(URL url) throws IOException {
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException odd) {
      throw new IOException(url + " is no path", odd);
    }
  }
}
