package io.anabranch.apps.local.kafka;

import io.anabranch.apps.local.ChildServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/** A broker that is its own controller; it stops with its parent process. */
public final class KafkaServer {

  private static final String HOST = "127.0.0.1";

  private KafkaServer() {}

  /** Arguments: a directory and the port for clients. */
  public static void main(String[] arguments) throws IOException {
    ChildServer child = ChildServer.begin(arguments, () -> System.exit(0));
    Path settings = child.directory().resolve("server.properties");
    write(settings, child);
    format(settings);
    Thread client = new Thread(() -> awaitReady(child), "readiness");
    client.setDaemon(true);
    client.start();
    Kafka.main(new String[] {settings.toString()});
  }

  private static void write(Path file, ChildServer child) throws IOException {
    String client = HOST + ":" + child.port();
    String controller = HOST + ":" + child.freePort();
    Properties settings = new Properties();
    settings.setProperty("process.roles", "broker,controller");
    settings.setProperty("node.id", "1");
    settings.setProperty("controller.quorum.voters", "1@" + controller);
    settings.setProperty("listeners", "PLAINTEXT://" + client + ",CONTROLLER://" + controller);
    settings.setProperty("advertised.listeners", "PLAINTEXT://" + client);
    settings.setProperty("controller.listener.names", "CONTROLLER");
    settings.setProperty(
        "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.setProperty("log.dirs", child.directory().resolve("data").toString());
    settings.setProperty("auto.create.topics.enable", "false");
    for (String topics : List.of("offsets.topic.", "transaction.state.log.")) {
      settings.setProperty(topics + "replication.factor", "1");
      settings.setProperty(topics + "num.partitions", "1");
    }
    settings.setProperty("transaction.state.log.min.isr", "1");
    settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
    settings.setProperty("share.coordinator.state.topic.num.partitions", "1");
    settings.setProperty("share.coordinator.state.topic.min.isr", "1");
    settings.setProperty("group.initial.rebalance.delay.ms", "0");
    settings.setProperty("log.cleaner.dedupe.buffer.size", "16777216");
    // Fewer than the defaults, for a laptop.
    settings.setProperty("num.network.threads", "2");
    settings.setProperty("num.io.threads", "4");
    // A broker that was killed cannot register again before its old session has expired.
    settings.setProperty("broker.session.timeout.ms", "3000");
    settings.setProperty("broker.heartbeat.interval.ms", "500");
    try (OutputStream out = Files.newOutputStream(file)) {
      settings.store(out, "Overwritten at every start");
    }
  }

  private static void format(Path settings) {
    int code =
        StorageTool.execute(
            new String[] {
              "format", "--ignore-formatted", "-t", clusterId(settings), "-c", settings.toString()
            },
            System.err);
    if (code != 0) {
      System.err.println("ERROR: Kafka's data directory cannot be formatted; see the lines above");
      System.exit(1);
    }
  }

  /** A function of the directory, so that formatting it again has no effect. */
  private static String clusterId(Path settings) {
    UUID id = UUID.nameUUIDFromBytes(settings.toString().getBytes(StandardCharsets.UTF_8));
    return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits()).toString();
  }

  /** Validates the creation of a topic, which succeeds once the controller has a live broker. */
  private static void awaitReady(ChildServer child) {
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            HOST + ":" + child.port(),
            AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            200);
    try (Admin admin = Admin.create(settings)) {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          admin
              .createTopics(
                  List.of(new NewTopic("anabranch-" + UUID.randomUUID(), 1, (short) 1)),
                  new CreateTopicsOptions().validateOnly(true).timeoutMs(10_000))
              .all()
              .get(15, TimeUnit.SECONDS);
          child.ready();
          return;
        } catch (ExecutionException | TimeoutException notYet) {
          System.err.println("Not ready yet: " + notYet.getMessage());
          TimeUnit.MILLISECONDS.sleep(100);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
