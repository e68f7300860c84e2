package io.anabranch.apps.audit;

import io.anabranch.domain.log.OffsetVector;

/** Something that an answer says and the log does not, or the other way round. */
public interface Finding {

  /** The V at which it was found. */
  OffsetVector reach();

  /** What differs, where, what was expected and what was found, in a line. */
  String words();
}
