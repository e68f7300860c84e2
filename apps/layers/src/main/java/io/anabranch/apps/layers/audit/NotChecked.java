package io.anabranch.apps.layers.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * What the auditor could not check; it may be right or wrong.
 *
 * @param unavailable answers that failed in every attempt because a store was unavailable
 * @param incomplete answers that are marked as incomplete
 * @param behind answers whose V stayed behind the recount
 * @param tables tables that could not be read to their end, so that rows without events may be
 *     undetected
 * @param startedOver rounds that were abandoned because another definition serves or records are
 *     lost
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

  /** Answers that were requested but not compared. */
  public long answers() {
    return unavailable + incomplete + behind;
  }

  /** Whether every answer and every table was checked. */
  public boolean isNothing() {
    return answers() == 0 && tables == 0;
  }

  /** The numbers that are not 0, as text; empty if all are 0. */
  public String describe() {
    List<String> parts = new ArrayList<>();
    add(parts, unavailable, unavailable == 1 ? "answer unavailable" : "answers unavailable");
    add(parts, incomplete, incomplete == 1 ? "answer incomplete" : "answers incomplete");
    add(parts, behind, behind == 1 ? "answer behind the recount" : "answers behind the recount");
    add(parts, tables, tables == 1 ? "table unreadable" : "tables unreadable");
    add(parts, startedOver, startedOver == 1 ? "round abandoned" : "rounds abandoned");
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
