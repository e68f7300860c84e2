package io.anabranch.apps.layers.audit;

import io.anabranch.domain.log.OffsetVector;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

/**
 * What the auditor has checked since it started, and what it found. A clean report covers the
 * hand-over and storage of the checked rows at the V of each check, and nothing else.
 *
 * @param cycles times that every slice and every view had its turn
 * @param slices balances of slices that were recounted
 * @param rows of answers that were recounted
 * @param reach the V up to which the last round recounted
 * @param notChecked what had its turn and could not be checked
 * @param findings what differs, oldest first, each fault once
 * @param unlisted findings beyond those: there are too many to keep
 * @param failure why the auditor cannot continue now; it tries again
 */
public record AuditReport(
    long cycles,
    long slices,
    long rows,
    OffsetVector reach,
    NotChecked notChecked,
    Vector<Finding> findings,
    long unlisted,
    Option<String> failure) {

  /** The report before the first check. */
  public static final AuditReport NONE =
      new AuditReport(
          0, 0, 0, OffsetVector.ZERO, NotChecked.NONE, Vector.empty(), 0, Option.none());

  /** How many faults were found. */
  public long divergences() {
    return findings.size() + unlisted;
  }

  /** Whether there are no findings; what was not checked may still differ. */
  public boolean isClean() {
    return divergences() == 0;
  }

  /** The report in one line. */
  public String describe() {
    return "audited "
        + rows
        + (rows == 1 ? " row and " : " rows and ")
        + slices
        + (slices == 1 ? " slice at V " : " slices at V ")
        + AuditMessages.describe(reach)
        + ": "
        + divergences()
        + (divergences() == 1 ? " divergence" : " divergences")
        + (notChecked.equals(NotChecked.NONE) ? "" : "; not checked: " + notChecked.describe())
        + failure.map(why -> "; " + why).getOrElse("");
  }

  /** The checks since an earlier report, with all findings. */
  public AuditReport since(AuditReport earlier) {
    return new AuditReport(
        cycles - earlier.cycles,
        slices - earlier.slices,
        rows - earlier.rows,
        reach,
        notChecked.minus(earlier.notChecked),
        findings,
        unlisted,
        failure);
  }
}
