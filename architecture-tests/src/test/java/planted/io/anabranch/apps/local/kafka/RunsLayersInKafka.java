package planted.io.anabranch.apps.local.kafka;

import planted.io.anabranch.apps.layers.Layer;

abstract class RunsLayersInKafka {
  abstract Layer known();
}
