package io.anabranch.apps.layers.audit;

import io.anabranch.domain.log.OffsetVector;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.HashSet;
import java.util.Set;

/** Collects what goes into the report; it keeps a bounded number of findings. */
final class AuditNotes {

  private static final int MAX_FINDINGS = 1_000;

  private record Fault(Class<?> kind, String subject) {}

  private final Set<Fault> known = new HashSet<>();
  private Vector<Finding> findings = Vector.empty();
  private long unlisted;
  private long cycles;
  private long slices;
  private long rows;
  private OffsetVector reach = OffsetVector.ZERO;
  private NotChecked notChecked = NotChecked.NONE;

  void found(Finding finding) {
    Fault fault = new Fault(finding.getClass(), finding.subject());
    if (known.contains(fault)) {
      return;
    }
    if (known.size() < MAX_FINDINGS) {
      known.add(fault);
      findings = findings.append(finding);
    } else {
      unlisted++;
    }
  }

  void checkedSlices(long more) {
    slices += more;
  }

  void checkedRow() {
    rows++;
  }

  void notChecked(NotChecked more) {
    notChecked = notChecked.plus(more);
  }

  void endedRound(OffsetVector recounted) {
    reach = recounted;
  }

  void endedCycle() {
    cycles++;
  }

  long cycles() {
    return cycles;
  }

  AuditReport report(Option<String> failure) {
    return new AuditReport(cycles, slices, rows, reach, notChecked, findings, unlisted, failure);
  }
}
