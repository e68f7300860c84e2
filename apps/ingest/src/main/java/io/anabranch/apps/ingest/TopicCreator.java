package io.anabranch.apps.ingest;

import io.anabranch.domain.log.Partition;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import java.util.SortedSet;

/** Creates topics that do not exist. An existing topic is left as it is. */
public interface TopicCreator {

  /**
   * A topic that exists now.
   *
   * @param differences how an existing topic differs from the one that was asked for, a sentence
   *     each
   */
  record Created(SortedSet<Partition> partitions, Vector<String> differences) {}

  /** A topic of events that come as they happen. */
  Created events(String name) throws StoreFailure;

  /** A topic for a recording: its records keep their timestamps, so none is too old for it. */
  Created recorded(String name, int partitions) throws StoreFailure;

  /** A topic of a reference log. */
  Created reference(String name) throws StoreFailure;
}
