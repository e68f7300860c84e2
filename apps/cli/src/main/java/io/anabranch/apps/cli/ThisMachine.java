package io.anabranch.apps.cli;

import io.vavr.control.Option;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesException;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Looks at the machine that this runs on. */
final class ThisMachine {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private ThisMachine() {}

  static Machine look(int port) {
    List<String> parts =
        Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
            .filter(part -> !part.isEmpty())
            .toList();
    String directory = System.getProperty("user.dir", ".");
    String temporary = System.getProperty("java.io.tmpdir", "/tmp");
    Option<String> trouble = portTrouble(port);
    return new Machine(
        Runtime.version().feature(),
        Runtime.version() + ", " + System.getProperty("java.vendor", "of an unknown vendor"),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory(),
        memory(),
        directory,
        free(directory),
        temporary,
        free(temporary),
        port,
        trouble,
        trouble.isEmpty() ? Option.none() : holder(port),
        isLocalhostHere(),
        System.getProperty("sun.jnu.encoding", "unknown").toUpperCase(Locale.ROOT),
        Boolean.getBoolean("anabranch.terminal"),
        parts.stream().filter(part -> !Files.isReadable(Path.of(part))).toList(),
        parts.size(),
        zones(),
        Year.now(ZoneOffset.UTC).getValue());
  }

  private static Option<Long> memory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean machine
        ? Option.some(machine.getTotalMemorySize())
        : Option.none();
  }

  private static long free(String directory) {
    return new File(directory).getUsableSpace();
  }

  private static Option<String> portTrouble(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return Option.none();
    } catch (IOException taken) {
      return Option.some(String.valueOf(taken.getMessage()));
    }
  }

  private static Option<String> holder(int port) {
    URI health = URI.create("http://127.0.0.1:" + port + "/health/live");
    try {
      HttpResponse<String> response =
          HttpClient.newBuilder()
              .connectTimeout(PATIENCE)
              .build()
              .send(
                  HttpRequest.newBuilder(health).timeout(PATIENCE).build(),
                  HttpResponse.BodyHandlers.ofString());
      return response.body().equals("{\"status\":\"up\"}")
          ? Option.some("an Anabranch that runs")
          : Option.none();
    } catch (IOException stranger) {
      return Option.none();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Option.none();
    }
  }

  private static boolean isLocalhostHere() {
    try {
      return InetAddress.getByName("localhost").isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false;
    }
  }

  private static String zones() {
    try {
      return ZoneRulesProvider.getVersions("Europe/Madrid").lastKey();
    } catch (ZoneRulesException none) {
      return "no version";
    }
  }
}
