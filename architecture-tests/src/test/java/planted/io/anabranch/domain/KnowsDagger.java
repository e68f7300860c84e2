package planted.io.anabranch.domain;

import planted.dagger.Component;

abstract class KnowsDagger {
  abstract Component known();
}
