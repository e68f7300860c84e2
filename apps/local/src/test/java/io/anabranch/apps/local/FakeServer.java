package io.anabranch.apps.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/**
 * A server that does as the file {@code behaviour} in its directory says: {@code well}, {@code
 * dies} before it is ready, {@code mute} for ever, {@code stubborn} when it is to end.
 */
final class FakeServer {

  private FakeServer() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    ChildServer child = ChildServer.begin(arguments, () -> System.exit(0));
    String behaviour =
        Files.readString(child.directory().resolve("behaviour"), StandardCharsets.UTF_8);
    switch (behaviour) {
      case "dies" -> {
        System.err.println("Exception in thread \"main\" java.io.IOException: no room");
        System.exit(3);
      }
      case "mute" -> System.err.println("Thinking");
      case "stubborn" -> {
        Runtime.getRuntime().addShutdownHook(new Thread(FakeServer::stay));
        child.ready();
      }
      default -> child.ready();
    }
    Thread.currentThread().join();
  }

  private static void stay() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException never) {
      Thread.currentThread().interrupt();
    }
  }
}
