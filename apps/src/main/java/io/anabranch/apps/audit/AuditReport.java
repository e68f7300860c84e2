package io.anabranch.apps.audit;

import io.vavr.collection.Vector;

/**
 * What the auditor has checked since it started, and what it found. It claims no more: hand-over
 * and storage of these rows at the V of each check.
 *
 * @param cycles times that every slice and every view had its turn
 * @param slices balances of slices that were recounted
 * @param rows of answers that were recounted
 * @param findings what differs, oldest first
 */
public record AuditReport(long cycles, long slices, long rows, Vector<Finding> findings) {

  /** Before anything was checked. */
  public static final AuditReport NONE = new AuditReport(0, 0, 0, Vector.empty());
}
