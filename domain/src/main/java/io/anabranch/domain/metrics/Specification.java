package io.anabranch.domain.metrics;

import io.anabranch.domain.shift.Shift;

/**
 * An entry of the reference log: the group of a node, or a shift. The latest entry of a name wins.
 */
public sealed interface Specification {

  /** Neither name is empty. */
  record NodeGroup(String node, String group) implements Specification {}

  record ShiftHours(Shift shift) implements Specification {}
}
