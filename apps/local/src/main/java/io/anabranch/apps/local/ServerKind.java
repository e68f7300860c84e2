package io.anabranch.apps.local;

import java.util.Locale;

/**
 * The servers that can run beside the layers on one machine. Each has a module {@code
 * anabranch-local-WORD} with its main class, its jars and, in {@code
 * META-INF/anabranch/jvm.options}, the options of its JVM.
 */
public enum ServerKind {
  /** A Kafka broker that is its own controller. The probe is ApiVersions, version 0. */
  KAFKA(
      "Kafka",
      9092,
      400,
      "io.anabranch.apps.local.kafka.KafkaServer",
      "\0\0\0\12\0\22\0\0\0\0\0\1\377\377"),

  /** An HDFS NameNode and DataNode in one process. The RPC port answers HTTP with an error page. */
  HDFS("HDFS", 8020, 400, "io.anabranch.apps.local.hdfs.HdfsServer", "GET / HTTP/1.0\r\n\r\n"),

  /** A Cassandra cluster of one node. The probe is OPTIONS of the native protocol, version 4. */
  CASSANDRA(
      "Cassandra",
      9042,
      1000,
      "io.anabranch.apps.local.cassandra.CassandraServer",
      "\4\0\0\0\5\0\0\0\0");

  private final String title;
  private final int port;
  private final int megabytes;
  private final String main;
  private final String probe;

  ServerKind(String title, int port, int megabytes, String main, String probe) {
    this.title = title;
    this.port = port;
    this.megabytes = megabytes;
    this.main = main;
    this.probe = probe;
  }

  /** Its name in sentences. */
  public String title() {
    return title;
  }

  /** Its name in commands and file names. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The default port for clients. */
  public int usualPort() {
    return port;
  }

  /** The resident memory of its process under load. */
  public long memoryBytes() {
    return (long) megabytes << 20;
  }

  String main() {
    return main;
  }

  /** A request that the server answers, one byte a character. */
  String probe() {
    return probe;
  }
}
