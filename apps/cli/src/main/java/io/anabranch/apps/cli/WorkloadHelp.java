package io.anabranch.apps.cli;

import io.anabranch.apps.workloads.WorkloadCatalog;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Presentation.KeyColumn;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What help says of the workloads that ship: their names, their views, and the columns to ask by.
 */
final class WorkloadHelp implements Iterable<String> {

  /** The names of the workloads, where help lists what an argument may be. */
  @Override
  public Iterator<String> iterator() {
    return names().iterator();
  }

  static List<String> names() {
    return WorkloadCatalog.shipped().names();
  }

  /** A line for each view: its workload, its name, and the columns of its key. */
  static List<String> views() {
    List<String> lines = new ArrayList<>();
    for (WorkloadFactory factory : WorkloadCatalog.shipped().all()) {
      DefinitionSpec plain = DefinitionSpec.of(factory.workload(), new SliceBits(0));
      for (Presentation view : factory.create(plain).presentations()) {
        String columns =
            view.key().stream()
                .map(column -> column.name() + (column instanceof KeyColumn.Time ? " (--at)" : ""))
                .collect(Collectors.joining(", "));
        lines.add("  " + factory.workload() + " " + view.name() + ": " + columns);
      }
    }
    return lines;
  }
}
