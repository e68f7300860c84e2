package io.anabranch.apps.launch.settings;

import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.definition.WorkloadSetting;
import io.anabranch.domain.log.SliceBits;
import io.vavr.control.Option;
import java.util.Map;
import java.util.TreeMap;

/** The section {@code workloads.NAME}: how a workload is defined. */
final class WorkloadSection {

  private WorkloadSection() {}

  static WorkloadSetup of(WorkloadFactory factory, Settings settings) throws SettingsException {
    String path = "workloads." + factory.workload() + ".";
    int bits = settings.number(path + "slice-bits", 0, SliceBits.MAX);
    DefinitionSpec plain = DefinitionSpec.of(factory.workload(), new SliceBits(bits));
    if (factory.hasEventIds()) {
      Option<String> id = settings.text(path + "event-id");
      int horizon = settings.number(path + "horizon", 0);
      if (id.isDefined()) {
        plain = plain.withDuplicates(new DuplicateRule(id.get(), horizon));
      }
    }
    Map<String, String> own = new TreeMap<>();
    for (WorkloadSetting setting : factory.settings()) {
      String value = settings.text(path + setting.name()).getOrElse("");
      if (!setting.isValid().test(value)) {
        throw settings.invalid(path + setting.name(), setting.expected());
      }
      own.put(setting.name(), value);
    }
    return WorkloadSetup.of(factory, plain).with(own);
  }
}
