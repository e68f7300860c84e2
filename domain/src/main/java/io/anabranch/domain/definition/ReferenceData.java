package io.anabranch.domain.definition;

import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.view.Labels;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.SortedMap;

/**
 * What a prefix of a workload's reference log says: labels, which are applied when rows are read,
 * and parameters, which belong to the definition. Immutable: each message makes another.
 *
 * <p>A workload's {@link WorkloadFactory} gives the data of the empty prefix. Equal prefixes give
 * equal labels and parameters, in every process.
 */
public interface ReferenceData {

  /** For workloads without a reference log: no labels, and settings as they are. */
  ReferenceData NONE =
      (topic, message) -> {
        throw new IllegalArgumentException("there is no reference log, so no message of " + topic);
      };

  /**
   * The data with the next message of the log.
   *
   * @param topic which of the workload's reference topics the message is of
   * @param message the value of its record
   */
  Read read(String topic, byte[] message);

  /** The labels of keys. */
  default Labels labels() {
    return Labels.NONE;
  }

  /**
   * The parameters of the definition that this data asks for.
   *
   * @param settings the workload's own settings, by name
   */
  default SortedMap<String, String> parameters(SortedMap<String, String> settings) {
    return settings;
  }

  /**
   * What reading a message gave.
   *
   * @param data the data with what was accepted
   * @param outcomes one for each entry of the message, in order: none if it was accepted, else why
   *     it was rejected
   */
  record Read(ReferenceData data, Vector<Option<Rejection>> outcomes) {}
}
