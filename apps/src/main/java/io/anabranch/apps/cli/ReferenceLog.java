package io.anabranch.apps.cli;

import io.anabranch.adapters.wire.SpecificationDecoder;
import io.anabranch.apps.replay.ReferenceRecord;
import io.anabranch.apps.serving.LabelsAt;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.metrics.Specification;
import io.anabranch.domain.metrics.Specifications;
import io.vavr.control.Either;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the reference log says, and what of it is rejected.
 *
 * @param entries how many entries there are; a rejected one has a position in the log, too
 */
record ReferenceLog(Specifications specifications, long entries, List<Rejected> rejected) {

  /**
   * An entry that does not count.
   *
   * @param line where its record stands
   * @param index which entry of its record it is, from 0
   */
  record Rejected(String line, int index, Rejection rejection) {}

  ReferenceLog {
    rejected = List.copyOf(rejected);
  }

  static ReferenceLog of(List<ReferenceRecord> records) {
    List<Specification> accepted = new ArrayList<>();
    List<Rejected> rejected = new ArrayList<>();
    long entries = 0;
    for (ReferenceRecord record : records) {
      int index = 0;
      for (Either<Rejection, Specification> entry :
          SpecificationDecoder.decode(record.value().toBytes())) {
        int at = index++;
        entry
            .peek(accepted::add)
            .peekLeft(why -> rejected.add(new Rejected(record.line(), at, why)));
      }
      entries += index;
    }
    return new ReferenceLog(Specifications.of(accepted), entries, rejected);
  }

  /** The groups, and the prefix of the log that tells them: all of it. */
  LabelsAt labels() {
    return new LabelsAt(specifications.groups(), entries);
  }

  /** Tells what is rejected: how many by reason, and each one where it is asked for. */
  void tell(PrintWriter err, boolean each) {
    Map<String, Integer> reasons = new TreeMap<>();
    for (Rejected entry : rejected) {
      reasons.merge(entry.rejection().reason(), 1, Integer::sum);
      if (each) {
        String field = entry.rejection().field();
        err.println(
            "rejected reference "
                + entry.line()
                + " entry "
                + entry.index()
                + ": "
                + entry.rejection().reason()
                + (field.isEmpty() ? "" : " (" + field + ")"));
      }
    }
    reasons.forEach(
        (reason, count) -> err.println("reference: rejected " + count + " × " + reason));
    if (!rejected.isEmpty() && rejected.size() == entries) {
      err.println("every entry is rejected: is this the reference of metrics?");
    }
  }
}
