package io.anabranch.apps.wiring;

import io.anabranch.apps.config.Settings;
import io.anabranch.apps.config.SettingsException;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.metrics.MetricsWorkload;
import io.anabranch.domain.metrics.Specifications;
import io.anabranch.domain.shift.ShiftCalendar;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import io.vavr.control.Option;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A workload and how it is to be defined.
 *
 * @param reference the topic of its reference log, if it has one
 * @param desired the definition that should serve, as the reference log has it: where it changes, a
 *     new one is adopted
 */
public record WorkloadSetup(
    WorkloadFactory factory,
    Option<String> reference,
    Function<Specifications, DefinitionSpec> desired) {

  /** A workload as the settings have it. */
  public static WorkloadSetup of(WorkloadFactory factory, Settings settings)
      throws SettingsException {
    String name = factory.workload();
    String path = "workloads." + name + ".";
    int bits = settings.number(path + "slice-bits", 0);
    if (bits > SliceBits.MAX) {
      throw settings.invalid(path + "slice-bits", "0 to " + SliceBits.MAX);
    }
    DefinitionSpec plain = DefinitionSpec.of(name, new SliceBits(bits));
    if (name.equals(MetricsWorkload.NAME)) {
      ZoneId zone = zone(settings, path + "zone");
      return new WorkloadSetup(
          factory,
          Option.some(MetricsWorkload.REFERENCE_TOPIC),
          told -> plain.withParameters(ShiftCalendar.of(told.shifts(), zone).toParameters()));
    }
    Option<String> id = settings.text(path + "event-id");
    DefinitionSpec spec =
        id.isEmpty()
            ? plain
            : plain.withDuplicates(
                new DuplicateRule(id.get(), settings.number(path + "horizon", 0)));
    return new WorkloadSetup(factory, Option.none(), told -> spec);
  }

  private static ZoneId zone(Settings settings, String path) throws SettingsException {
    try {
      return ZoneId.of(settings.text(path).getOrElse(""));
    } catch (DateTimeException unknown) {
      throw settings.invalid(path, "a zone, as Europe/Madrid");
    }
  }

  public String name() {
    return factory.workload();
  }

  /** The workload before any reference data is known: its topics and views are the same. */
  public Workload<?> withoutReference() {
    return factory.create(desired.apply(Specifications.NONE));
  }

  /** The views that stores keep. */
  public List<View<?>> views() {
    return List.copyOf(withoutReference().storedViews());
  }

  /** The topics of its events. */
  public List<String> topics() {
    return withoutReference().topics();
  }

  /** Those, and that of its reference log. */
  public List<String> allTopics() {
    List<String> all = new ArrayList<>(topics());
    reference.forEach(all::add);
    return all;
  }
}
