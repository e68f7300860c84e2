package planted.io.anabranch.apps;

import planted.org.apache.kafka.Consumer;

abstract class KnowsKafka {
  abstract Consumer known();
}
