package planted.io.anabranch.apps.layers;

import planted.io.anabranch.apps.layers.speed.SpeedLayer;

/** As it should be. */
public abstract class Layers {
  abstract SpeedLayer speed();
}
