package io.anabranch.adapters.hdfs;

import io.anabranch.apps.local.LocalServer;
import io.anabranch.apps.local.ServerKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/** The HDFS of a test JVM, started on first use. */
final class TestHdfs {

  private TestHdfs() {}

  /** One server for all tests. Its data is deleted before the next run. */
  private static final class Holder {
    static final LocalServer SERVER = start();

    private static LocalServer start() {
      Path directory = Path.of("target", "servers", "hdfs");
      try {
        if (Files.exists(directory)) {
          try (Stream<Path> old = Files.walk(directory)) {
            for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
              Files.delete(path);
            }
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return LocalServer.start(ServerKind.HDFS, directory);
    }
  }

  static LocalServer server() {
    return Holder.SERVER;
  }

  /** A directory on the server that no other test uses. */
  static HdfsSettings freshDirectory() {
    return HdfsSettings.at(
            "hdfs://127.0.0.1:" + server().address().getPort() + "/" + UUID.randomUUID())
        .waiting(Duration.ofSeconds(3), Duration.ofSeconds(20));
  }
}
