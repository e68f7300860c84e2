package io.anabranch.apps.workloads;

import io.anabranch.adapters.wire.SpecificationDecoder;
import io.anabranch.domain.definition.ReferenceData;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.metrics.Specification;
import io.anabranch.domain.metrics.Specifications;
import io.anabranch.domain.shift.ShiftCalendar;
import io.anabranch.domain.view.Labels;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.ZoneId;
import java.util.SortedMap;

/**
 * The groups and shifts of the cluster metrics: the group of a node is a label, the shifts are a
 * parameter of the definition, in the configured zone.
 */
record SpecificationData(Specifications specifications, Labels labels) implements ReferenceData {

  /** The setting for the time zone of the shifts. */
  static final String ZONE = "zone";

  /** Before the first entry. */
  static final SpecificationData EMPTY = of(Specifications.NONE);

  private static SpecificationData of(Specifications specifications) {
    return new SpecificationData(specifications, specifications.groups());
  }

  @Override
  public Read read(String topic, byte[] message) {
    Specifications all = specifications;
    Vector<Option<Rejection>> outcomes = Vector.empty();
    for (Either<Rejection, Specification> entry : SpecificationDecoder.decode(message)) {
      if (entry.isRight()) {
        all = all.with(entry.get());
      }
      outcomes = outcomes.append(entry.swap().toOption());
    }
    return new Read(of(all), outcomes);
  }

  @Override
  public SortedMap<String, String> parameters(SortedMap<String, String> settings) {
    ZoneId zone = ZoneId.of(Option.of(settings.get(ZONE)).getOrElse("UTC"));
    return ShiftCalendar.of(specifications.shifts(), zone).toParameters();
  }
}
