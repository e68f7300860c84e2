package planted.io.anabranch.apps.workloads;

import planted.io.anabranch.apps.layers.Layer;

abstract class WorkloadKnowsLayers {
  abstract Layer known();
}
