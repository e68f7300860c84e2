package planted.io.anabranch.apps.ingest;

import planted.io.anabranch.apps.ingest.recorded.Inner;

public interface Outer {
  Inner inner();
}
