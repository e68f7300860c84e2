package io.anabranch.architecture;

import java.util.List;

/** What is made elsewhere, by the packages that it is known by. */
@SuppressWarnings("ImmutableEnumChecker") // List.of
enum Library {
  CASSANDRA_DRIVER("com.datastax.oss"),
  CASSANDRA_SERVER("org.apache.cassandra"),
  DAGGER("dagger", "javax.inject", "jakarta.inject"),
  FAILSAFE("dev.failsafe"),
  FAST_DOUBLE_PARSER("ch.randelshofer.fastdoubleparser"),
  HADOOP("org.apache.hadoop"),
  HDR_HISTOGRAM("org.HdrHistogram"),
  JACKSON("com.fasterxml.jackson"),
  /** What is a name in Java: of the JDK, but not of its base. */
  JAVA_LANGUAGE("javax.lang.model"),
  JETTY("org.eclipse.jetty"),
  JMH("org.openjdk.jmh"),
  KAFKA("org.apache.kafka"),
  KAFKA_SERVER("kafka"),
  LOGGING("org.slf4j"),
  MICROMETER("io.micrometer", "io.prometheus"),
  PARQUET("org.apache.parquet"),
  PICOCLI("picocli"),
  /** CPU time, allocations and memory: of the JDK, but not of the Java standard. */
  PROCESS_FIGURES("com.sun.management"),
  TYPESAFE_CONFIG("com.typesafe.config");

  private final List<String> packages;

  Library(String... packages) {
    this.packages = List.of(packages);
  }

  boolean isIn(Layout layout, String packageName) {
    return packages.stream().anyMatch(p -> Layout.within(packageName, layout.at(p)));
  }
}
