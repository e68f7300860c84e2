package io.anabranch.apps.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/**
 * A server whose behaviour is set by the file {@code behaviour} in its directory: {@code ready},
 * {@code exits} before it is ready, {@code hangs} before it is ready, {@code ignores SIGTERM}.
 */
final class FakeServer {

  private FakeServer() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    ChildServer child = ChildServer.begin(arguments, () -> System.exit(0));
    String behaviour =
        Files.readString(child.directory().resolve("behaviour"), StandardCharsets.UTF_8);
    switch (behaviour) {
      case "exits" -> {
        System.err.println("Exception in thread \"main\" java.io.IOException: no room");
        System.exit(3);
      }
      case "hangs" -> System.err.println("Thinking");
      case "ignores SIGTERM" -> {
        Runtime.getRuntime().addShutdownHook(new Thread(FakeServer::hang));
        child.ready();
      }
      default -> child.ready();
    }
    Thread.currentThread().join();
  }

  private static void hang() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
