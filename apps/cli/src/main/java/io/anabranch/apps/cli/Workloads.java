package io.anabranch.apps.cli;

import io.anabranch.apps.ingest.generate.Generators;
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
 * The workloads that commands know: those that ship and those of plugins. Where help lists what an
 * argument may be, it iterates over their names.
 */
final class Workloads implements Iterable<String> {

  private final WorkloadCatalog catalog;

  Workloads(WorkloadCatalog catalog) {
    this.catalog = catalog;
  }

  WorkloadCatalog catalog() {
    return catalog;
  }

  @Override
  public Iterator<String> iterator() {
    return catalog.names().iterator();
  }

  /** Their names, for messages. */
  String names() {
    return String.join(", ", catalog.names());
  }

  /** The workload of a name. */
  WorkloadFactory demand(String name) {
    return catalog
        .find(name)
        .getOrElseThrow(
            () -> {
              RecordedOptions.refuseFile(name);
              return new UsageException(
                  "there is no workload '"
                      + name
                      + "'; there are "
                      + names()
                      + "; --plugin FILE|DIRECTORY adds others");
            });
  }

  /** The names of those that a generator makes input for. */
  List<String> generated() {
    return catalog.all().stream()
        .filter(Generators::exists)
        .map(WorkloadFactory::workload)
        .toList();
  }

  /** Refuses a workload that no generator makes input for. */
  void demandGenerator(String name) {
    if (!Generators.exists(demand(name))) {
      throw new UsageException(
          "there is no generator for workload "
              + name
              + ": its plugin has no META-INF/services file of a GeneratorFactory; use 'replay' or"
              + " 'serve' with --file, or add a generator to the plugin");
    }
  }

  /** A line for each view: its workload, its name, and the columns of its key. */
  List<String> views() {
    List<String> lines = new ArrayList<>();
    for (WorkloadFactory factory : catalog.all()) {
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
