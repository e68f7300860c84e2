package planted.io.anabranch.apps.standalone;

import planted.org.apache.kafka.Consumer;

abstract class KnowsKafka {
  abstract Consumer known();
}
