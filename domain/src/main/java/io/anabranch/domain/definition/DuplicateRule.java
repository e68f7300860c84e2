package io.anabranch.domain.definition;

/**
 * The rule for duplicates: an accepted event at offset o is a duplicate if an accepted event with
 * the same id, counted or not, is in {@code [o − horizon, o)} of its partition, not before the
 * origin, or earlier in its record.
 *
 * @param idField the field of the event that holds its id
 * @param horizon how far to look back, in offsets
 */
public record DuplicateRule(String idField, long horizon) {

  public DuplicateRule {
    if (idField.isEmpty() || horizon < 0) {
      throw new IllegalArgumentException(
          "a rule for duplicates needs a field and a horizon of 0 or more");
    }
  }
}
