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

/** The speed layer of one definition. One thread calls {@link #step}; others assign partitions. */
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

  /** Assigns the partitions to fold from the next step on, replacing earlier ones. */
  void own(Set<Partition> partitions) {
    desired = Set.copyOf(partitions);
  }

  /** Marks the definition as serving: from now on, its progress is reported as readable. */
  void serve() {
    isServing = true;
  }

  /** Returns the next offset to fold in each owned partition. */
  public Map<Partition, Long> positions() {
    return layer.positions();
  }

  /**
   * Waits until there is something to fold, and folds it.
   *
   * @param atMost how long to wait
   * @return the number of offsets written
   */
  public long step(Duration atMost) throws StoreFailure {
    updateOwned();
    long offsets = layer.step(atMost);
    if (offsets > 0 && isServing) {
      readable.accept(progress.read(definition));
    }
    return offsets;
  }

  private void updateOwned() throws StoreFailure {
    Set<Partition> now = desired;
    Set<Partition> owned = layer.owned();
    if (!now.equals(owned)) {
      Set<Partition> revoked = new HashSet<>(owned);
      revoked.removeAll(now);
      revoked.forEach(layer::release);
      for (Partition partition : now) {
        layer.own(partition);
      }
    }
  }
}
