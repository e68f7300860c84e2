package io.anabranch.architecture;

import java.util.Locale;

/** The adapters, those to come included: a rule covers an adapter from its first class on. */
enum Adapter {
  CASSANDRA,
  ELASTIC,
  HDFS,
  KAFKA,
  SPARK,
  WIRE;

  String module() {
    return "adapters-" + segment();
  }

  String in(Layout layout) {
    return layout.adapters() + "." + segment();
  }

  private String segment() {
    return name().toLowerCase(Locale.ROOT);
  }
}
