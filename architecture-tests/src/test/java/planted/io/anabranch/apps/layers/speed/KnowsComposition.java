package planted.io.anabranch.apps.layers.speed;

import planted.io.anabranch.apps.layers.Layers;

abstract class KnowsComposition {
  abstract Layers known();
}
