package io.anabranch.apps.replay;

import io.anabranch.adapters.wire.JsonDecoder;
import io.anabranch.adapters.wire.JsonField;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.social.SocialWorkload;
import io.anabranch.domain.view.Workload;
import io.vavr.control.Option;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which topic each message of recorded input belongs to. A topic that is none of the workload's is
 * read as well, by what its records are: people keep the same messages under names of their own.
 * Every layer must then read it, see {@link #widened}.
 */
public final class InputTopics {

  private final List<String> own;
  private final Option<String> reference;
  private final Function<Utf8, String> untold;
  private final SortedSet<String> foreign = new TreeSet<>();

  private InputTopics(
      Workload<?> workload, Option<String> reference, Function<Utf8, String> untold) {
    this.own = workload.topics();
    this.reference = reference;
    this.untold = untold;
  }

  /** The topics of a workload without a reference log. */
  public static InputTopics of(Workload<?> workload) {
    return new InputTopics(workload, Option.none(), withoutReference(workload));
  }

  /** The topics of a workload, and that of its reference log. */
  public static InputTopics of(Workload<?> workload, String reference) {
    return new InputTopics(workload, Option.some(reference), withoutReference(workload));
  }

  /** The topics that are read as well, by name. */
  public List<String> foreign() {
    return List.copyOf(foreign);
  }

  boolean isReference(String topic) {
    return reference.contains(topic);
  }

  /** The same workload, whose layers read the foreign topics, too. */
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
  }

  /** Where a message goes: to the topic that it tells, or to one of the workload's. */
  String of(RecordedMessage message) {
    if (message.topic().isEmpty()) {
      return untold.apply(message.value().getOrElse(Utf8.EMPTY));
    }
    String told = message.topic().get();
    if (!own.contains(told) && !isReference(told)) {
      foreign.add(told);
    }
    return told;
  }

  /**
   * Where a message goes that tells no topic: the only one, or for a post, comment or user its own.
   */
  private static Function<Utf8, String> withoutReference(Workload<?> workload) {
    if (!workload.name().equals(SocialWorkload.NAME)) {
      String only = workload.topics().get(0);
      return value -> only;
    }
    JsonDecoder<String> kinds =
        JsonDecoder.of(
            json -> {
              JsonField comment = json.field("comment_id");
              JsonField post = json.field("post_id");
              return object ->
                  object.has(comment)
                      ? SocialWorkload.COMMENTS_TOPIC
                      : object.has(post) ? SocialWorkload.POSTS_TOPIC : SocialWorkload.USERS_TOPIC;
            });
    return value -> {
      byte[] bytes = value.toBytes();
      Chosen chosen = new Chosen();
      kinds.decode("", bytes, 0, bytes.length, chosen);
      return chosen.topic;
    };
  }

  private static final class Chosen implements EventSink<String> {
    private String topic = SocialWorkload.USERS_TOPIC;

    @Override
    public void accept(String event) {
      topic = event;
    }

    @Override
    public void accept(String event, Utf8 id) {
      topic = event;
    }

    @Override
    public void reject(Rejection rejection) {
      // A message that cannot be read is rejected in whichever topic it stands.
    }
  }
}
