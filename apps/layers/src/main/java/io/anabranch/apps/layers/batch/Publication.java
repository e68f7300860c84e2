package io.anabranch.apps.layers.batch;

import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.Segment;

/** How an attempt to publish ended. */
public sealed interface Publication {

  /** The lane's next epoch stands, with a segment of what is new. */
  record Published(Lane lane, Segment added) implements Publication {}

  /** No slice was closed since the last publication. */
  record NothingNew(Lane lane) implements Publication {}

  /** Somebody else published from the same epoch first; this attempt's work is discarded. */
  record Lost() implements Publication {}

  /** The definition is retired. */
  record Retired() implements Publication {}
}
