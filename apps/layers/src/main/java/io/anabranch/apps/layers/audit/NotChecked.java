package io.anabranch.apps.layers.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * What had its turn and could not be checked. It may be right or wrong: the auditor does not say.
 *
 * @param unavailable answers that a store did not give, each asked for several times
 * @param incomplete answers that said themselves that they are not exact
 * @param behind answers that did not reach as far as the recount had come
 * @param tables of stored rows that could not be gone through: rows in them that the log knows
 *     nothing of were not looked for
 * @param startedOver rounds given up half-way: another definition serves, or records are lost
 */
public record NotChecked(
    long unavailable, long incomplete, long behind, long tables, long startedOver) {

  /** Everything was checked. */
  public static final NotChecked NONE = new NotChecked(0, 0, 0, 0, 0);

  static final NotChecked UNAVAILABLE = new NotChecked(1, 0, 0, 0, 0);
  static final NotChecked INCOMPLETE = new NotChecked(0, 1, 0, 0, 0);
  static final NotChecked BEHIND = new NotChecked(0, 0, 1, 0, 0);
  static final NotChecked TABLE = new NotChecked(0, 0, 0, 1, 0);
  static final NotChecked STARTED_OVER = new NotChecked(0, 0, 0, 0, 1);

  /** Answers that were asked for and not compared. */
  public long answers() {
    return unavailable + incomplete + behind;
  }

  /** Whether every answer and every table was checked, in however many attempts. */
  public boolean isNothing() {
    return answers() == 0 && tables == 0;
  }

  /** In words, with the numbers that are not 0; empty if there are none. */
  public String describe() {
    List<String> parts = new ArrayList<>();
    add(parts, unavailable, "not answered");
    add(parts, incomplete, "incomplete");
    add(parts, behind, "behind the recount");
    add(parts, tables, tables == 1 ? "table not gone through" : "tables not gone through");
    add(parts, startedOver, startedOver == 1 ? "round started over" : "rounds started over");
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, long count, String what) {
    if (count > 0) {
      parts.add(count + " " + what);
    }
  }

  NotChecked plus(NotChecked more) {
    return new NotChecked(
        unavailable + more.unavailable,
        incomplete + more.incomplete,
        behind + more.behind,
        tables + more.tables,
        startedOver + more.startedOver);
  }

  NotChecked minus(NotChecked part) {
    return new NotChecked(
        unavailable - part.unavailable,
        incomplete - part.incomplete,
        behind - part.behind,
        tables - part.tables,
        startedOver - part.startedOver);
  }
}
