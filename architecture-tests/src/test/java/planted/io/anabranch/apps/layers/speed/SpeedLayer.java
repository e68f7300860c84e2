package planted.io.anabranch.apps.layers.speed;

import planted.io.anabranch.apps.layers.Layer;

/** As it should be. */
public interface SpeedLayer {
  Layer settings();
}
