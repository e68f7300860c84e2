package io.anabranch.apps.workloads;

import io.anabranch.adapters.wire.DecoderSettings;
import io.anabranch.adapters.wire.JsonDecoder;
import io.anabranch.adapters.wire.JsonField;
import io.anabranch.adapters.wire.SocialDecoder;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.social.SocialWorkload;
import io.anabranch.domain.view.Workload;
import java.util.function.Function;

/** Posts, comments and users. */
public final class SocialFactory implements WorkloadFactory {
  @Override
  public String workload() {
    return SocialWorkload.NAME;
  }

  @Override
  public Workload<?> create(DefinitionSpec spec) {
    Parameters.reject(spec);
    DecoderSettings settings = DecoderSettings.of(spec);
    return SocialWorkload.create(() -> SocialDecoder.create(settings));
  }

  /** Comments and posts are recognized by their id field; all other messages are users. */
  @Override
  public Function<byte[], String> topicOfMessage() {
    JsonDecoder<String> kinds = kinds();
    return message -> {
      TopicOfMessage topic = new TopicOfMessage();
      kinds.decode("", message, 0, message.length, topic);
      return topic.name;
    };
  }

  private static JsonDecoder<String> kinds() {
    return JsonDecoder.of(
        json -> {
          JsonField comment = json.field("comment_id");
          JsonField post = json.field("post_id");
          return object ->
              object.has(comment)
                  ? SocialWorkload.COMMENTS_TOPIC
                  : object.has(post) ? SocialWorkload.POSTS_TOPIC : SocialWorkload.USERS_TOPIC;
        });
  }

  private static final class TopicOfMessage implements EventSink<String> {
    private String name = SocialWorkload.USERS_TOPIC;

    @Override
    public void accept(String topic) {
      name = topic;
    }

    @Override
    public void accept(String topic, Utf8 id) {
      name = topic;
    }

    @Override
    public void reject(Rejection rejection) {
      // A message that cannot be decoded is rejected in any topic.
    }
  }
}
