package planted.io.anabranch.apps.ingest.recorded;

import planted.io.anabranch.apps.ingest.Outer;

public interface Inner {
  Outer outer();
}
