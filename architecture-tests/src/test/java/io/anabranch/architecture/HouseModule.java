package io.anabranch.architecture;

import static io.anabranch.architecture.Library.CASSANDRA_DRIVER;
import static io.anabranch.architecture.Library.CASSANDRA_SERVER;
import static io.anabranch.architecture.Library.DAGGER;
import static io.anabranch.architecture.Library.FAILSAFE;
import static io.anabranch.architecture.Library.FAST_DOUBLE_PARSER;
import static io.anabranch.architecture.Library.HADOOP;
import static io.anabranch.architecture.Library.HDR_HISTOGRAM;
import static io.anabranch.architecture.Library.JACKSON;
import static io.anabranch.architecture.Library.JAVA_LANGUAGE;
import static io.anabranch.architecture.Library.JETTY;
import static io.anabranch.architecture.Library.JMH;
import static io.anabranch.architecture.Library.KAFKA_SERVER;
import static io.anabranch.architecture.Library.LOGGING;
import static io.anabranch.architecture.Library.MICROMETER;
import static io.anabranch.architecture.Library.PARQUET;
import static io.anabranch.architecture.Library.PICOCLI;
import static io.anabranch.architecture.Library.PROCESS_FIGURES;
import static io.anabranch.architecture.Library.TYPESAFE_CONFIG;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * The modules of the root pom that hold Java, each with all that it may know: its own classes, some
 * of the JDK, other modules, libraries. The values of vavr and the annotations of jspecify and
 * Error Prone are everybody's. Whatever is not listed is forbidden, a library that nobody lists
 * too.
 *
 * <p>A constant can only name those above it, so the drawing has no cycle.
 */
@SuppressWarnings("ImmutableEnumChecker") // sets that nobody else has
enum HouseModule {
  DOMAIN(
      "domain",
      "io.anabranch.domain",
      "it is embedded in services that have no Spark, Kafka or Dagger",
      Jdk.VALUES,
      modules()),
  PORTS(
      "ports",
      "io.anabranch.ports",
      "a port says what the layers need, not who provides it",
      Jdk.VALUES_AND_THREADS, // threads for what is in memory
      modules(DOMAIN)),
  WIRE(
      "adapters-wire",
      "io.anabranch.adapters.wire",
      "decoders and codecs run in every layer and do no I/O",
      Jdk.VALUES,
      modules(DOMAIN, PORTS),
      FAST_DOUBLE_PARSER),
  LOCAL(
      "apps/local",
      "io.anabranch.apps.local",
      "it starts servers as processes, each on a class path of its own",
      Jdk.EVERYTHING,
      modules()),
  LOCAL_KAFKA(
      "apps/local/kafka",
      "io.anabranch.apps.local.kafka",
      "a server's class path holds that server alone",
      Jdk.EVERYTHING,
      modules(LOCAL),
      KAFKA_SERVER,
      Library.KAFKA),
  LOCAL_HDFS(
      "apps/local/hdfs",
      "io.anabranch.apps.local.hdfs",
      "a server's class path holds that server alone",
      Jdk.EVERYTHING,
      modules(LOCAL),
      HADOOP),
  LOCAL_CASSANDRA(
      "apps/local/cassandra",
      "io.anabranch.apps.local.cassandra",
      "a server's class path holds that server alone",
      Jdk.EVERYTHING,
      modules(LOCAL),
      CASSANDRA_SERVER),
  KAFKA(
      "adapters-kafka",
      "io.anabranch.adapters.kafka",
      "an adapter knows one technology and no other adapter",
      Jdk.EVERYTHING,
      modules(DOMAIN, PORTS),
      Library.KAFKA,
      LOGGING),
  HDFS(
      "adapters-hdfs",
      "io.anabranch.adapters.hdfs",
      "an adapter knows one technology and no other adapter",
      Jdk.EVERYTHING,
      modules(DOMAIN, PORTS),
      HADOOP,
      PARQUET, // the format of segments, written through Hadoop's file system
      LOGGING),
  CASSANDRA(
      "adapters-cassandra",
      "io.anabranch.adapters.cassandra",
      "an adapter knows one technology and no other adapter",
      Jdk.EVERYTHING,
      modules(DOMAIN, PORTS),
      CASSANDRA_DRIVER,
      LOGGING),
  WORKLOADS(
      "apps/workloads",
      "io.anabranch.apps.workloads",
      "a workload is a plugin: definitions and decoders, no layer and no store",
      Jdk.EVERYTHING, // plugins are read from jars
      modules(DOMAIN, WIRE)),
  LAYERS(
      "apps/layers",
      "io.anabranch.apps.layers",
      "they are embedded in services and executors that bring their own technology",
      Jdk.VALUES_AND_THREADS,
      modules(DOMAIN, PORTS)),
  SIMULATION(
      "apps/simulation",
      "io.anabranch.apps.simulation",
      "users run it in the tests of their own workloads",
      Jdk.EVERYTHING,
      modules(DOMAIN, PORTS, WIRE, LAYERS),
      PROCESS_FIGURES), // to end before memory does
  HTTP(
      "apps/http",
      "io.anabranch.apps.http",
      "the API answers from any layers, whatever stores and wire formats they have",
      Jdk.EVERYTHING,
      modules(DOMAIN, PORTS, LAYERS),
      JACKSON,
      JETTY,
      LOGGING,
      MICROMETER),
  INGEST(
      "apps/ingest",
      "io.anabranch.apps.ingest",
      "producing goes through the port, whatever the log is",
      Jdk.EVERYTHING,
      modules(DOMAIN, PORTS, WIRE, LAYERS),
      FAILSAFE, // a weather service that does not answer is asked again
      JACKSON),
  LAUNCH(
      "apps/launch",
      "io.anabranch.apps.launch",
      "it is the one place where settings choose adapters",
      Jdk.EVERYTHING,
      modules(DOMAIN, PORTS, WIRE, KAFKA, HDFS, CASSANDRA, LOCAL, WORKLOADS, LAYERS, INGEST),
      DAGGER,
      TYPESAFE_CONFIG),
  STANDALONE(
      "apps/standalone",
      "io.anabranch.apps.standalone",
      "servers reach it as ports that launch has opened",
      Jdk.EVERYTHING,
      modules(DOMAIN, PORTS, WIRE, WORKLOADS, LAYERS, HTTP, INGEST, LAUNCH),
      DAGGER,
      HDR_HISTOGRAM),
  CLI(
      "apps/cli",
      "io.anabranch.apps.cli",
      "commands parse, run and print; adapters are opened by launch",
      Jdk.EVERYTHING,
      modules(
          DOMAIN, PORTS, LOCAL, WORKLOADS, LAYERS, SIMULATION, HTTP, INGEST, LAUNCH, STANDALONE),
      JACKSON,
      JAVA_LANGUAGE, // the names of a new workload's classes are checked
      PICOCLI,
      PROCESS_FIGURES), // doctor looks at the machine's memory
  BENCHMARKS(
      "apps/benchmarks",
      "io.anabranch.apps.benchmarks",
      "what is measured is the folds and layers, without a server",
      Jdk.EVERYTHING,
      modules(DOMAIN, PORTS, WIRE, LAYERS),
      JMH,
      PROCESS_FIGURES),
  EXAMPLE_EMBEDDING(
      "docs/examples/embedding",
      "io.anabranch.examples.embedding",
      "it shows that the layers need nothing else",
      Jdk.EVERYTHING,
      modules(DOMAIN, PORTS, LAYERS)),
  EXAMPLE_OWN_WORKLOAD(
      "docs/examples/own-workload",
      "io.anabranch.examples.ownworkload",
      "it shows that a workload needs nothing else",
      Jdk.VALUES,
      modules(DOMAIN, WIRE));

  private final String directory;
  private final String packageName;
  private final String reason;
  private final Jdk jdk;
  private final Set<HouseModule> modules;
  private final Set<Library> libraries;

  HouseModule(
      String directory,
      String packageName,
      String reason,
      Jdk jdk,
      Set<HouseModule> modules,
      Library... libraries) {
    this.directory = directory;
    this.packageName = packageName;
    this.reason = reason;
    this.jdk = jdk;
    this.modules = modules;
    this.libraries = Set.of(libraries);
  }

  /** Not an EnumSet, which cannot be made before the enum is. */
  private static Set<HouseModule> modules(HouseModule... modules) {
    return Set.of(modules);
  }

  /** The module that a class belongs to: the one with the longest package that it is in. */
  static Optional<HouseModule> of(Layout layout, JavaClass type) {
    return Arrays.stream(values())
        .filter(module -> Layout.within(type.getPackageName(), module.packageName(layout)))
        .max(Comparator.comparing(module -> module.packageName.length()));
  }

  /** Where it is, below the root: as the root pom names it. */
  String directory() {
    return directory;
  }

  String packageName(Layout layout) {
    return layout.at(packageName);
  }

  /** Why it may know no more than it does. */
  String reason() {
    return reason;
  }

  boolean mayKnow(Layout layout, JavaClass type) {
    Optional<HouseModule> home = of(layout, type);
    return home.isPresent()
        ? home.get() == this || modules.contains(home.get())
        : type.isPrimitive()
            || jdk.holds(type)
            || isEverybodys(type)
            || isOfItsLibraries(layout, type);
  }

  private boolean isOfItsLibraries(Layout layout, JavaClass type) {
    return libraries.stream().anyMatch(library -> library.isIn(layout, type.getPackageName()));
  }

  private static boolean isEverybodys(JavaClass type) {
    return Set.of("io.vavr", "org.jspecify.annotations", "com.google.errorprone.annotations")
        .stream()
        .anyMatch(name -> Layout.within(type.getPackageName(), name));
  }
}
