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
 * The jars of a server, which are not on the class path of the program that starts it. They are in
 * the directory KIND of the directory that the system property {@value #DIRECTORY} names; without
 * the property, the server's module must be on the class path, and names them in {@code
 * META-INF/anabranch/KIND.classpath}.
 */
final class ServerClassPath {

  static final String DIRECTORY = "anabranch.servers";

  private ServerClassPath() {}

  static List<Path> of(ServerKind kind) {
    String directory = System.getProperty(DIRECTORY, "");
    try {
      return directory.isEmpty() ? ofModule(kind) : in(Path.of(directory), kind);
    } catch (IOException failure) {
      throw new LocalServerException(
          "the jars of " + kind.title() + " cannot be read: " + failure.getMessage(), failure);
    }
  }

  private static List<Path> in(Path servers, ServerKind kind) throws IOException {
    Path directory = servers.resolve(kind.word());
    List<Path> jars = Files.isDirectory(directory) ? jars(directory) : List.of();
    if (jars.isEmpty()) {
      throw new LocalServerException(
          "the jars of "
              + kind.title()
              + " are missing from "
              + directory
              + "; './anabranch up' downloads them");
    }
    return jars;
  }

  /** The jars of a directory, in order. */
  static List<Path> jars(Path directory) throws IOException {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jar")) {
      files.forEach(jars::add);
    }
    return jars.stream().sorted().toList();
  }

  private static List<Path> ofModule(ServerKind kind) throws IOException {
    String resource = "META-INF/anabranch/" + kind.word() + ".classpath";
    URL list = ServerClassPath.class.getClassLoader().getResource(resource);
    if (list == null) {
      throw new LocalServerException(
          kind.title()
              + " cannot be started: the module anabranch-local-"
              + kind.word()
              + " is not on the class path, and the system property "
              + DIRECTORY
              + " is not set");
    }
    String jars;
    try (InputStream in = list.openStream()) {
      jars = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
    URL thisModule = ServerClassPath.class.getProtectionDomain().getCodeSource().getLocation();
    return Stream.concat(
            Stream.of(moduleOf(list, resource), path(thisModule)),
            Stream.of(jars.split(File.pathSeparator, -1)).map(Path::of))
        .toList();
  }

  /** The jar or the directory of classes that contains a resource. */
  private static Path moduleOf(URL url, String resource) throws IOException {
    URLConnection connection = url.openConnection();
    if (connection instanceof JarURLConnection jar) {
      return path(jar.getJarFileURL());
    }
    String whole = url.toString();
    return Path.of(URI.create(whole.substring(0, whole.length() - resource.length())));
  }

  private static Path path(URL url) throws IOException {
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException malformed) {
      throw new IOException(url + " is not a file", malformed);
    }
  }
}
