package io.anabranch.domain.social;

import io.anabranch.domain.event.Utf8;
import io.vavr.control.Option;

/** An event of a forum. */
public sealed interface SocialEvent {

  /** The time of creation, in seconds since 1970; for a user, the time of the observation. */
  long epochSecond();

  /**
   * A post, or a later observation of it with another score.
   *
   * @param postId not empty
   * @param subreddit not empty
   * @param author none if unknown
   */
  record Post(
      Utf8 postId, Utf8 subreddit, Option<Utf8> author, Utf8 title, long score, long epochSecond)
      implements SocialEvent {}

  /** A comment on a post. Comments carry no subreddit. */
  record Comment(Utf8 commentId, Utf8 postId, Option<Utf8> author, long score, long epochSecond)
      implements SocialEvent {}

  /** An observation of a user. */
  record User(Utf8 userId, Utf8 username, long karma, long epochSecond) implements SocialEvent {}
}
