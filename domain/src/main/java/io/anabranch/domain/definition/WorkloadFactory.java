package io.anabranch.domain.definition;

import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Workload;
import java.util.List;
import java.util.function.Function;

/**
 * Builds a workload from its parameters, in whichever process needs it: the same spec always gives
 * the same folds.
 *
 * <p>A jar that names an implementation in {@code
 * META-INF/services/io.anabranch.domain.definition.WorkloadFactory} is a plugin: every command and
 * layer runs the workload, and no other code has to know it. An implementation has a public
 * constructor without parameters.
 */
public interface WorkloadFactory {

  /**
   * The name under which a {@link DefinitionSpec} asks for it: lower-case letters and digits, the
   * first a letter.
   */
  String workload();

  /**
   * The workload with these parameters.
   *
   * @throws IllegalArgumentException if a parameter is unknown or out of shape, saying which
   */
  Workload<?> create(DefinitionSpec spec);

  /** Settings of its own, beside those that every workload has. */
  default List<WorkloadSetting> settings() {
    return List.of();
  }

  /** Whether its events may carry an id by which repeated events are found. */
  default boolean hasEventIds() {
    return true;
  }

  /** The topics of its reference log; empty if it has none. */
  default List<String> referenceTopics() {
    return List.of();
  }

  /** What the reference log says before its first message. */
  default ReferenceData referenceData() {
    return ReferenceData.NONE;
  }

  /**
   * Tells the topic of a recorded message, by its value, that does not name one: the first of the
   * workload's topics by default. The function is for one thread.
   */
  default Function<byte[], String> topicOfMessage() {
    String first = create(DefinitionSpec.of(workload(), new SliceBits(0))).topics().get(0);
    return message -> first;
  }
}
