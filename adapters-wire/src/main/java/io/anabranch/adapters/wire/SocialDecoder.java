package io.anabranch.adapters.wire;

import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.social.SocialEvent;
import io.vavr.control.Option;

/**
 * Decodes posts, comments and users: a JSON object per record. In a topic of another name, an
 * object with a comment id is a comment, one with a post id a post, and any other a user.
 */
public final class SocialDecoder {

  public static final String POSTS = "reddit.posts";
  public static final String COMMENTS = "reddit.comments";
  public static final String USERS = "reddit.users";

  private SocialDecoder() {}

  public static EventDecoder<SocialEvent> create() {
    return create(DecoderSettings.defaults());
  }

  public static EventDecoder<SocialEvent> create(DecoderSettings settings) {
    return JsonDecoder.of(settings, json -> new Reading(json)::read);
  }

  private static final class Reading {
    private final JsonField postId;
    private final JsonField commentId;
    private final JsonField userId;
    private final JsonField subreddit;
    private final JsonField title;
    private final JsonField score;
    private final JsonField createdUtc;
    private final JsonField username;
    private final JsonField karma;
    private final JsonField timestamp;

    Reading(JsonFields json) {
      postId = json.field("post_id");
      commentId = json.field("comment_id");
      userId = json.field("user_id");
      subreddit = json.field("subreddit");
      title = json.field("title");
      score = json.field("score");
      createdUtc = json.field("created_utc");
      username = json.field("username");
      karma = json.field("karma");
      timestamp = json.field("timestamp");
    }

    SocialEvent read(JsonObject object) {
      return switch (object.topic()) {
        case POSTS -> post(object);
        case COMMENTS -> comment(object);
        case USERS -> user(object);
        default ->
            object.has(commentId)
                ? comment(object)
                : object.has(postId) ? post(object) : user(object);
      };
    }

    private SocialEvent post(JsonObject object) {
      Utf8 id = object.name(postId);
      Utf8 in = object.name(subreddit);
      if (!object.has(title)) {
        throw object.rejected(new Rejection.Missing(title.name()));
      }
      long points = object.integer(score);
      long created = object.instant(createdUtc);
      Option<Utf8> author = author(object);
      return new SocialEvent.Post(id, in, author, object.text(title), points, created);
    }

    private SocialEvent comment(JsonObject object) {
      Utf8 id = object.name(commentId);
      Utf8 on = object.name(postId);
      long points = object.integer(score);
      Option<Utf8> author = author(object);
      return new SocialEvent.Comment(id, on, author, points, object.instant(createdUtc));
    }

    private SocialEvent user(JsonObject object) {
      Utf8 id = object.name(userId);
      Utf8 name = object.name(username);
      long points = object.integer(karma);
      return new SocialEvent.User(id, name, points, object.instant(timestamp));
    }

    private Option<Utf8> author(JsonObject object) {
      if (!object.isAbsent(userId) && object.kind(userId) != JsonKind.TEXT) {
        throw object.rejected(new Rejection.NotAnId(userId.name()));
      }
      return object.optionalName(userId);
    }
  }
}
