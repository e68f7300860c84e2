package planted.io.anabranch.apps.local.hdfs;

import planted.org.apache.kafka.Consumer;

abstract class RunsKafkaInHdfs {
  abstract Consumer known();
}
