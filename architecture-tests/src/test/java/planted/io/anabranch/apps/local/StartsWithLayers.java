package planted.io.anabranch.apps.local;

import planted.io.anabranch.apps.layers.Layer;

abstract class StartsWithLayers {
  abstract Layer known();
}
