package io.anabranch.apps.layers.speed;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.Progress;
import io.anabranch.ports.StoreFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The speed layer of one definition. One thread steps, while others say what it is to own. */
public final class DefinitionFold {

  private final DefinitionNumber definition;
  private final SpeedLayer layer;
  private final Progress progress;
  private final Consumer<OffsetVector> readable;

  private volatile Set<Partition> desired = Set.of();
  private volatile boolean isServing;

  DefinitionFold(
      DefinitionNumber definition,
      SpeedLayer layer,
      Progress progress,
      Consumer<OffsetVector> readable) {
    this.definition = definition;
    this.layer = layer;
    this.progress = progress;
    this.readable = readable;
  }

  public DefinitionNumber definition() {
    return definition;
  }

  /** From the next step on it folds these partitions, and no others. */
  void own(Set<Partition> partitions) {
    desired = Set.copyOf(partitions);
  }

  /** From now on its progress is what answers reach. */
  void serve() {
    isServing = true;
  }

  /** Where it goes on in each partition that it owns. */
  public Map<Partition, Long> positions() {
    return layer.positions();
  }

  /** Waits at most so long until something has come, and folds it; how many offsets it went on. */
  public long step(Duration atMost) throws StoreFailure {
    takeOver();
    long offsets = layer.step(atMost);
    if (offsets > 0 && isServing) {
      readable.accept(progress.read(definition));
    }
    return offsets;
  }

  private void takeOver() throws StoreFailure {
    Set<Partition> now = desired;
    Set<Partition> owned = layer.owned();
    if (!now.equals(owned)) {
      Set<Partition> given = new HashSet<>(owned);
      given.removeAll(now);
      given.forEach(layer::release);
      for (Partition partition : now) {
        layer.own(partition);
      }
    }
  }
}
