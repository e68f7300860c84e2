package io.anabranch.apps.wiring;

import io.anabranch.adapters.kafka.KafkaTopics;
import io.anabranch.adapters.kafka.TopicSettings;
import io.anabranch.apps.config.SettingsException;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.SortedSet;
import javax.inject.Inject;

/** Makes topics that are not there, as the settings say. */
public final class TopicMaker {

  private final KafkaTopics topics;
  private final EventLog log;
  private final ServerSettings servers;

  @Inject
  TopicMaker(KafkaTopics topics, EventLog log, ServerSettings servers) {
    this.topics = topics;
    this.log = log;
    this.servers = servers;
  }

  /**
   * A topic and in what one that was there already differs from what was asked for.
   *
   * @param differences in words
   */
  public record Made(SortedSet<Partition> partitions, Vector<String> differences) {}

  /** A topic of events that come as they happen. */
  public Made events(String name) throws StoreFailure, SettingsException {
    int partitions = servers.settings().number("topics.partitions", 1);
    return make(
        replicated(TopicSettings.events(name, partitions))
            .with(Option.some(servers.settings().duration("topics.retention"))));
  }

  /** A topic for a recording: its records keep their timestamps, so nothing is too old for it. */
  public Made recorded(String name, int partitions) throws StoreFailure, SettingsException {
    return make(replicated(TopicSettings.recorded(name, partitions)));
  }

  /** The topic of a reference log. */
  public Made reference(String name) throws StoreFailure, SettingsException {
    return make(replicated(TopicSettings.reference(name)));
  }

  private TopicSettings replicated(TopicSettings topic) throws SettingsException {
    return topic.withReplicas(servers.settings().number("topics.replicas", 1));
  }

  private Made make(TopicSettings topic) throws StoreFailure {
    Vector<String> differences = topics.create(topic).map(KafkaTopics.Difference::toString);
    return new Made(log.partitions(topic.name()), differences);
  }
}
