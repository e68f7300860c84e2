package io.anabranch.architecture;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What is made elsewhere, and where alone it is known. */
@SuppressWarnings("ImmutableEnumChecker") // List.of and a set that nobody else has
enum Technology {
  CASSANDRA(Home.of(Adapter.CASSANDRA), "com.datastax.oss"),
  ELASTIC(Home.of(Adapter.ELASTIC), "co.elastic.clients", "org.elasticsearch"),
  FAST_DOUBLE_PARSER(Home.of(Adapter.WIRE), "ch.randelshofer.fastdoubleparser"),
  HADOOP(Home.of(Adapter.HDFS), "org.apache.hadoop", "org.apache.parquet"),
  KAFKA(Home.of(Adapter.KAFKA), "org.apache.kafka"),
  SPARK(Home.of(Adapter.SPARK), "org.apache.spark", "scala"),
  JACKSON(Home.of(Adapter.ELASTIC).andApps(), "com.fasterxml.jackson"),
  FAILSAFE(Home.of().andApps(), "dev.failsafe"),
  ASCII_TABLE(Home.of().andApps(), "com.github.freva.asciitable"),
  JETTY(Home.of().andApps(), "org.eclipse.jetty"),
  MICROMETER(Home.of().andApps(), "io.micrometer", "io.prometheus"),
  PICOCLI(Home.of().andApps(), "picocli"),
  DAGGER(Home.of(Adapter.values()).andApps(), "dagger", "javax.inject", "jakarta.inject"),
  LOGGING(Home.of(Adapter.values()).andApps(), "org.slf4j");

  private final Home home;
  private final List<String> packages;

  Technology(Home home, String... packages) {
    this.home = home;
    this.packages = List.of(packages);
  }

  boolean isIn(Layout layout, String packageName) {
    return packages.stream().anyMatch(p -> Layout.within(packageName, layout.at(p)));
  }

  boolean mayBeKnownIn(Layout layout, String packageName) {
    return home.adapters.stream().anyMatch(a -> Layout.within(packageName, a.in(layout)))
        || (home.apps && Layout.within(packageName, layout.apps()));
  }

  private record Home(Set<Adapter> adapters, boolean apps) {

    static Home of(Adapter... adapters) {
      Set<Adapter> some = EnumSet.noneOf(Adapter.class);
      some.addAll(List.of(adapters));
      return new Home(some, false);
    }

    Home andApps() {
      return new Home(adapters, true);
    }
  }
}
