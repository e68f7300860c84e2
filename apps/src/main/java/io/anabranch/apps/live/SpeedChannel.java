package io.anabranch.apps.live;

import io.anabranch.apps.speed.SpeedLayer;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.Progress;
import io.anabranch.ports.StoreFailure;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The speed layer of one definition, owner of all partitions there are. */
final class SpeedChannel {

  /** Something to do while nothing is folded. */
  @FunctionalInterface
  interface Held<T> {
    T get() throws StoreFailure;
  }

  private final DefinitionNumber definition;
  private final List<String> topics;
  private final SpeedLayer layer;
  private final EventLog log;
  private final Progress progress;
  private final Departures departures;

  /** Fair: who wants the layer to hold still gets it between two steps, however busy it is. */
  private final ReentrantLock turn = new ReentrantLock(true);

  private volatile boolean isServing;

  SpeedChannel(
      DefinitionNumber definition,
      List<String> topics,
      SpeedLayer layer,
      EventLog log,
      Progress progress,
      Departures departures) {
    this.definition = definition;
    this.topics = List.copyOf(topics);
    this.layer = layer;
    this.log = log;
    this.progress = progress;
    this.departures = departures;
  }

  DefinitionNumber definition() {
    return definition;
  }

  /** Takes over every partition that it does not own yet. */
  void own() throws StoreFailure {
    turn.lock();
    try {
      for (String topic : topics) {
        for (Partition partition : log.partitions(topic)) {
          layer.own(partition);
        }
      }
    } finally {
      turn.unlock();
    }
  }

  /** From now on its progress is what answers reach. */
  void serve() {
    isServing = true;
  }

  /** Folds what has come; how many offsets it went on. */
  long step() throws StoreFailure {
    turn.lock();
    try {
      long offsets = layer.step();
      if (offsets > 0 && isServing) {
        departures.arrived(progress.read(definition));
      }
      return offsets;
    } finally {
      turn.unlock();
    }
  }

  /** Does something while V stands still. */
  <T> T holding(Held<T> held) throws StoreFailure {
    turn.lock();
    try {
      return held.get();
    } finally {
      turn.unlock();
    }
  }
}
