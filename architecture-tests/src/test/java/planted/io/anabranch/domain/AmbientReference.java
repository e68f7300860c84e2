package planted.io.anabranch.domain;

import java.time.Instant;
import java.util.function.Supplier;

final class AmbientReference {
  private final Supplier<Instant> clock = Instant::now;

  Instant now() {
    return clock.get();
  }
}
