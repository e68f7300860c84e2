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

/** A broker that is its own controller, until its starter goes. */
public final class KafkaServer {

  private static final String HOST = "127.0.0.1";

  private KafkaServer() {}

  /** Arguments: a directory, {@code client=port} and {@code controller=port}. */
  public static void main(String[] arguments) throws IOException {
    ChildServer child = ChildServer.begin(arguments, () -> System.exit(0));
    Path settings = child.directory().resolve("server.properties");
    write(settings, child);
    format(settings);
    Thread client = new Thread(() -> awaitService(child), "first-client");
    client.setDaemon(true);
    client.start();
    Kafka.main(new String[] {settings.toString()});
  }

  private static void write(Path file, ChildServer child) throws IOException {
    Properties settings = new Properties();
    settings.setProperty("process.roles", "broker,controller");
    settings.setProperty("node.id", "1");
    settings.setProperty("controller.quorum.voters", "1@" + HOST + ":" + child.port("controller"));
    settings.setProperty(
        "listeners",
        "PLAINTEXT://"
            + HOST
            + ":"
            + child.port("client")
            + ",CONTROLLER://"
            + HOST
            + ":"
            + child.port("controller"));
    settings.setProperty(
        "advertised.listeners", "PLAINTEXT://" + HOST + ":" + child.port("client"));
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
    // One machine has two cores rather than sixteen.
    settings.setProperty("num.network.threads", "2");
    settings.setProperty("num.io.threads", "4");
    // A broker that was killed is back within seconds, and it is the only one.
    settings.setProperty("broker.session.timeout.ms", "6000");
    settings.setProperty("broker.heartbeat.interval.ms", "1000");
    try (OutputStream out = Files.newOutputStream(file)) {
      settings.store(out, "Written at every start");
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
      System.err.println("The directory of the log cannot be formatted");
      System.exit(1);
    }
  }

  /** The same for the same directory, so that formatting again finds nothing to do. */
  private static String clusterId(Path settings) {
    UUID id = UUID.nameUUIDFromBytes(settings.toString().getBytes(StandardCharsets.UTF_8));
    return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits()).toString();
  }

  /** The controller is asked whether it would create a topic: it has to have a live broker then. */
  private static void awaitService(ChildServer child) {
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            HOST + ":" + child.port("client"),
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
          System.err.println("No client is served yet: " + notYet.getMessage());
          TimeUnit.MILLISECONDS.sleep(100);
        }
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }
}
