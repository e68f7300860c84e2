package planted.io.anabranch.adapters.hdfs;

import planted.org.apache.kafka.Consumer;

abstract class CopiesToKafka {
  abstract Consumer known();
}
