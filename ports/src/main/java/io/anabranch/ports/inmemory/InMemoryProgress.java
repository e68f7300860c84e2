package io.anabranch.ports.inmemory;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.Progress;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Progress in the memory of one process. */
public final class InMemoryProgress implements Progress {

  private static final String PORT = "Progress";

  private final ConcurrentMap<DefinitionNumber, ConcurrentMap<Partition, Long>> offsets =
      new ConcurrentHashMap<>();
  private final Faults faults;

  public InMemoryProgress() {
    this(Faults.NONE);
  }

  public InMemoryProgress(Faults faults) {
    this.faults = faults;
  }

  @Override
  public void advance(DefinitionNumber definition, OffsetVector to) throws StoreFailure {
    PortCall call = new PortCall(PORT, "advance", definition + " " + to);
    faults.before(call);
    Map<Partition, Long> raised =
        offsets.computeIfAbsent(definition, number -> new ConcurrentHashMap<>());
    to.asMap().forEach((partition, offset) -> raised.merge(partition, offset, Math::max));
    faults.after(call);
  }

  @Override
  public OffsetVector read(DefinitionNumber definition) throws StoreFailure {
    PortCall call = new PortCall(PORT, "read", definition);
    faults.before(call);
    OffsetVector progress =
        Option.of(offsets.get(definition)).map(OffsetVector::of).getOrElse(OffsetVector.ZERO);
    faults.after(call);
    return progress;
  }

  @Override
  public void drop(DefinitionNumber definition) throws StoreFailure {
    PortCall call = new PortCall(PORT, "drop", definition);
    faults.before(call);
    offsets.remove(definition);
    faults.after(call);
  }
}
