package io.anabranch.apps.layers.batch;

import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.Segment;

/** The outcome of an attempt to publish. */
public sealed interface Publication {

  /** The lane's next epoch was published, with a segment of the new records. */
  record Published(Lane lane, Segment added) implements Publication {}

  /** No slice was closed since the last publication. */
  record NothingNew(Lane lane) implements Publication {}

  /** Another publisher published from the same epoch first; this attempt's work is discarded. */
  record Lost() implements Publication {}

  /** The definition is retired. */
  record Retired() implements Publication {}
}
