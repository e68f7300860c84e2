package io.anabranch.apps.cli;

import io.anabranch.apps.ingest.TopicCreator;
import io.anabranch.apps.launch.process.DaggerReadingComponent;
import io.anabranch.apps.launch.process.ReadingComponent;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.apps.standalone.live.LiveWorkload;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.StoreFailure;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Servers as the ground of a run that has its own topics, files and rows there. */
final class OverServers implements LiveWorkload.Environment {

  private final ServerSettings servers;
  private final CloseStack closing;

  OverServers(ServerSettings servers, CloseStack closing) {
    this.servers = servers;
    this.closing = closing;
  }

  @Override
  public LiveWorkload.RunEnvironment take(WorkloadSetup setup, SortedMap<String, Integer> topics)
      throws StoreFailure {
    ReadingComponent component = DaggerReadingComponent.factory().create(servers, setup, closing);
    SortedMap<String, Topic> made = new TreeMap<>();
    for (Map.Entry<String, Integer> topic : topics.entrySet()) {
      SortedSet<Partition> partitions = make(component.topics(), setup, topic);
      made.put(topic.getKey(), partitions.first().topic());
    }
    return new LiveWorkload.RunEnvironment(
        component.layers().ports(),
        component.producer(),
        made,
        servers.settings().speed().linger(),
        (partition, offset) -> {});
  }

  private static SortedSet<Partition> make(
      TopicCreator topics, WorkloadSetup setup, Map.Entry<String, Integer> topic)
      throws StoreFailure {
    return setup.factory().referenceTopics().contains(topic.getKey())
        ? topics.reference(topic.getKey()).partitions()
        : topics.recorded(topic.getKey(), topic.getValue()).partitions();
  }
}
