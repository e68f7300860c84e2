package io.anabranch.apps.ingest;

import io.anabranch.domain.log.Partition;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import java.util.SortedSet;

/** Creates topics that do not exist. Existing topics are not changed. */
public interface TopicCreator {

  /**
   * A topic that was created or existed already.
   *
   * @param differences how an existing topic differs from the requested one, one sentence each
   */
  record Created(SortedSet<Partition> partitions, Vector<String> differences) {}

  /** A topic of live events. */
  Created events(String name) throws StoreFailure;

  /** A topic for a recording; its retention keeps records with old timestamps. */
  Created recorded(String name, int partitions) throws StoreFailure;

  /** A topic of reference data. */
  Created reference(String name) throws StoreFailure;
}
