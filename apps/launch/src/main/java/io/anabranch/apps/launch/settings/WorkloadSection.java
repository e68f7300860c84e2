package io.anabranch.apps.launch.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigValueFactory;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.definition.WorkloadSetting;
import io.anabranch.domain.log.SliceBits;
import io.vavr.control.Option;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The section {@code workloads.NAME}: how a workload is defined. */
final class WorkloadSection {

  private static final int SLICE_BITS = 14;
  private static final int HORIZON = 100_000;

  private WorkloadSection() {}

  /** What holds for workloads of which the settings say nothing: a section for each. */
  static Config defaults(Iterable<WorkloadFactory> workloads, String origin) {
    ConfigOrigin from = ConfigOriginFactory.newSimple(origin);
    Config sections = ConfigFactory.empty();
    for (WorkloadFactory factory : workloads) {
      for (Map.Entry<String, Object> one : defaults(factory).entrySet()) {
        sections =
            sections.withValue(
                path(factory) + one.getKey(),
                ConfigValueFactory.fromAnyRef(one.getValue()).withOrigin(from));
      }
    }
    return sections;
  }

  /** The section of a workload with its defaults, as a settings file has it. */
  static String defaultsText(WorkloadFactory factory) {
    StringBuilder text = new StringBuilder("workloads.").append(factory.workload()).append(" {\n");
    for (WorkloadSetting setting : factory.settings()) {
      text.append("  # ").append(setting.name()).append(": ").append(setting.expected());
      text.append('\n');
    }
    defaults(factory)
        .forEach(
            (name, value) ->
                text.append("  ")
                    .append(name)
                    .append(" = ")
                    .append(ConfigValueFactory.fromAnyRef(value).render())
                    .append('\n'));
    return text.append("}\n").toString();
  }

  private static Map<String, Object> defaults(WorkloadFactory factory) {
    Map<String, Object> defaults = new LinkedHashMap<>();
    defaults.put("slice-bits", SLICE_BITS);
    if (factory.hasEventIds()) {
      defaults.put("event-id", "");
      defaults.put("horizon", HORIZON);
    }
    factory.settings().forEach(one -> defaults.put(one.name(), one.defaultValue()));
    return defaults;
  }

  private static String path(WorkloadFactory factory) {
    return "workloads." + factory.workload() + ".";
  }

  /** As the settings have it. */
  static WorkloadSetup of(WorkloadFactory factory, Settings settings) throws SettingsException {
    String path = path(factory);
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
