package io.anabranch.domain.definition;

/**
 * Which events are repeats: an accepted event at offset o is one if an accepted event with the same
 * id stands in {@code [o − horizon, o)} of its partition, not before the origin, or earlier in its
 * record, counted itself or not.
 *
 * @param idField the field of the event that holds its id
 * @param horizon how far to look back, in offsets
 */
public record DuplicateRule(String idField, long horizon) {

  public DuplicateRule {
    if (idField.isEmpty() || horizon < 0) {
      throw new IllegalArgumentException(
          "a rule for duplicates names a field and a horizon of at least 0");
    }
  }
}
