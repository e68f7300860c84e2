package io.anabranch.apps.cli;

import io.anabranch.apps.ingest.recorded.ReferenceRecord;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.domain.definition.ReferenceData;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.event.Rejection;
import io.vavr.control.Option;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The reference data of a recording, and which of its entries are rejected.
 *
 * @param entries how many entries there are; a rejected one has a position in the log, too
 */
record ReferenceLog(ReferenceData data, long entries, List<Rejected> rejected) {

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

  /** Reads the records of a workload. */
  static ReferenceLog of(WorkloadFactory workload, List<ReferenceRecord> records) {
    ReferenceData data = workload.referenceData();
    List<Rejected> rejected = new ArrayList<>();
    long entries = 0;
    for (ReferenceRecord record : records) {
      ReferenceData.Read read = data.read(record.topic(), record.value().toBytes());
      int index = 0;
      for (Option<Rejection> outcome : read.outcomes()) {
        int at = index++;
        outcome.forEach(why -> rejected.add(new Rejected(record.line(), at, why)));
      }
      entries += index;
      data = read.data();
    }
    return new ReferenceLog(data, entries, rejected);
  }

  /** The labels, and the prefix of the log that they come from: all of it. */
  LabelsAt labels() {
    return new LabelsAt(data.labels(), entries);
  }

  /** Prints what is rejected: the number for each reason, and each entry if asked to. */
  void print(PrintWriter err, boolean each) {
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
      err.println("every entry is rejected: is this reference data of the workload?");
    }
  }
}
