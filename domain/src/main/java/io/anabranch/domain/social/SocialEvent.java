package io.anabranch.domain.social;

import io.anabranch.domain.event.Utf8;
import io.vavr.control.Option;

/** What happens in a forum. */
public sealed interface SocialEvent {

  /** Seconds since 1970 at which it was created; for a user, at which it was observed. */
  long epochSecond();

  /**
   * A post, or a later observation of it with another score.
   *
   * @param postId not empty
   * @param subreddit not empty
   * @param author none if not told
   */
  record Post(
      Utf8 postId, Utf8 subreddit, Option<Utf8> author, Utf8 title, long score, long epochSecond)
      implements SocialEvent {}

  /** A comment on a post; it carries no subreddit. */
  record Comment(Utf8 commentId, Utf8 postId, Option<Utf8> author, long score, long epochSecond)
      implements SocialEvent {}

  /** What is known of a user at an instant. */
  record User(Utf8 userId, Utf8 username, long karma, long epochSecond) implements SocialEvent {}
}
