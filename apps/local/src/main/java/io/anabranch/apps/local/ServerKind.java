package io.anabranch.apps.local;

import java.util.List;
import java.util.Locale;

/** The servers that can run beside the layers on one machine. */
public enum ServerKind {
  /** A Kafka broker that is its own controller. */
  KAFKA("Kafka", "io.anabranch.apps.local.kafka.KafkaServer", List.of("controller")),
  /** An HDFS name node with one data node in the same process. */
  HDFS("HDFS", "io.anabranch.apps.local.hdfs.HdfsServer", List.of()),
  /** A Cassandra ring of one. */
  CASSANDRA("Cassandra", "io.anabranch.apps.local.cassandra.CassandraServer", List.of("storage"));

  private final String title;
  private final String main;
  private final List<String> innerPorts;

  ServerKind(String title, String main, List<String> innerPorts) {
    this.title = title;
    this.main = main;
    this.innerPorts = innerPorts;
  }

  /** Its name as people write it. */
  public String title() {
    return title;
  }

  /** Its name in commands and on disk. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String main() {
    return main;
  }

  /** The ports that it needs beside the one for clients. */
  List<String> innerPorts() {
    return innerPorts;
  }
}
