package planted.io.anabranch.examples.ownworkload;

import planted.io.anabranch.apps.layers.Layer;

abstract class RidesKnowLayers {
  abstract Layer known();
}
