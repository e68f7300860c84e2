package io.anabranch.apps.local;

import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/**
 * That somebody wants a server to run: for as long as its file is there.
 *
 * @param port for clients
 * @param token another one each time that somebody wishes
 */
record DesiredState(int port, String token) {

  static DesiredState of(int port) {
    return new DesiredState(port, UUID.randomUUID().toString());
  }

  private static Path file(Path directory, ServerKind kind) {
    return directory.resolve(kind.word() + ".wanted");
  }

  static Option<DesiredState> read(Path directory, ServerKind kind) throws IOException {
    return StateFile.read(file(directory, kind))
        .map(
            text ->
                new DesiredState(
                    Integer.parseInt(text.getProperty("port", "0")),
                    text.getProperty("token", "")));
  }

  void write(Path directory, ServerKind kind) throws IOException {
    StateFile.replace(
        file(directory, kind), Map.of("port", Integer.toString(port), "token", token));
  }

  static void withdraw(Path directory, ServerKind kind) throws IOException {
    Files.deleteIfExists(file(directory, kind));
  }
}
