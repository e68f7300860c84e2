package planted.io.anabranch.apps.local.cassandra;

import planted.org.apache.kafka.Consumer;

abstract class RunsKafkaInCassandra {
  abstract Consumer known();
}
