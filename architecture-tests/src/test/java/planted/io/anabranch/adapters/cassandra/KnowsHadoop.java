package planted.io.anabranch.adapters.cassandra;

import planted.org.apache.hadoop.FileSystem;

abstract class KnowsHadoop {
  abstract FileSystem known();
}
