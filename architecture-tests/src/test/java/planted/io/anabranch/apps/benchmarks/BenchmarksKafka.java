package planted.io.anabranch.apps.benchmarks;

import planted.org.apache.kafka.Consumer;

abstract class BenchmarksKafka {
  abstract Consumer known();
}
