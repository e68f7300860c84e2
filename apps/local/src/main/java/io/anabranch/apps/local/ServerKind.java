package io.anabranch.apps.local;

import io.vavr.control.Option;
import java.util.Locale;

/** The servers that can run beside the layers on one machine. */
public enum ServerKind {
  /** A Kafka broker that is its own controller. */
  KAFKA("Kafka", 9092, 400, "io.anabranch.apps.local.kafka.KafkaServer", "controller"),
  /** An HDFS name node with one data node in the same process. */
  HDFS("HDFS", 8020, 400, "io.anabranch.apps.local.hdfs.HdfsServer", ""),
  /** A Cassandra ring of one. */
  CASSANDRA(
      "Cassandra", 9042, 1000, "io.anabranch.apps.local.cassandra.CassandraServer", "storage");

  private final String title;
  private final int port;
  private final int megabytes;
  private final String main;
  private final String innerPort;

  ServerKind(String title, int port, int megabytes, String main, String innerPort) {
    this.title = title;
    this.port = port;
    this.megabytes = megabytes;
    this.main = main;
    this.innerPort = innerPort;
  }

  /** Its name as people write it. */
  public String title() {
    return title;
  }

  /** Its name in commands and on disk. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The port that clients expect it on. */
  public int usualPort() {
    return port;
  }

  /** What its process comes to hold when it is busy. */
  public long memoryBytes() {
    return (long) megabytes << 20;
  }

  String main() {
    return main;
  }

  /** The port that it needs beside the one for clients; HDFS takes any. */
  Option<String> innerPort() {
    return innerPort.isEmpty() ? Option.none() : Option.some(innerPort);
  }
}
