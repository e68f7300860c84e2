package planted.io.anabranch.domain;

import planted.org.apache.spark.Session;

abstract class KnowsSpark {
  abstract Session known();
}
