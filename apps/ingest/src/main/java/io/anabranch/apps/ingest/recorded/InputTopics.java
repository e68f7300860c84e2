package io.anabranch.apps.ingest.recorded;

import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.ReferenceData;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.definition.WorkloadSetting;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Workload;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Assigns messages of recorded input to topics. Recordings may use topic names that the workload
 * does not know; these topics are accepted as well, and {@link #widened} makes all layers read
 * them.
 */
public final class InputTopics {

  private final List<String> own;
  private final List<String> reference;
  private final Function<byte[], String> unnamed;
  private final SortedSet<String> foreign = new TreeSet<>();

  private InputTopics(List<String> own, List<String> reference, Function<byte[], String> unnamed) {
    this.own = own;
    this.reference = reference;
    this.unnamed = unnamed;
  }

  /** The topics of a workload, and those of its reference log. */
  public static InputTopics of(WorkloadSetup workload) {
    return new InputTopics(
        workload.topics(),
        workload.factory().referenceTopics(),
        workload.factory().topicOfMessage());
  }

  /** Topics of the recording that are not topics of the workload, by name. */
  public List<String> foreign() {
    return List.copyOf(foreign);
  }

  boolean isReference(String topic) {
    return reference.contains(topic);
  }

  /** The same workload with layers that also read the foreign topics. */
  public WorkloadFactory widened(WorkloadFactory factory) {
    return foreign.isEmpty() ? factory : new Widened(factory, foreign());
  }

  private record Widened(WorkloadFactory factory, List<String> foreign) implements WorkloadFactory {
    @Override
    public String workload() {
      return factory.workload();
    }

    @Override
    public Workload<?> create(DefinitionSpec spec) {
      return factory.create(spec).alsoReading(foreign);
    }

    @Override
    public List<WorkloadSetting> settings() {
      return factory.settings();
    }

    @Override
    public boolean hasEventIds() {
      return factory.hasEventIds();
    }

    @Override
    public List<String> referenceTopics() {
      return factory.referenceTopics();
    }

    @Override
    public ReferenceData referenceData() {
      return factory.referenceData();
    }

    @Override
    public Function<byte[], String> topicOfMessage() {
      return factory.topicOfMessage();
    }
  }

  /** The topic of a message: the one it names, or else one of the workload, by its content. */
  String of(RecordedMessage message) {
    if (message.topic().isEmpty()) {
      return unnamed.apply(message.value().getOrElse(Utf8.EMPTY).toBytes());
    }
    String named = message.topic().get();
    if (!own.contains(named) && !isReference(named)) {
      foreign.add(named);
    }
    return named;
  }
}
