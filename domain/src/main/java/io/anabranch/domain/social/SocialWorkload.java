package io.anabranch.domain.social;

import io.anabranch.domain.aggregate.Distinct;
import io.anabranch.domain.aggregate.IntegerSum;
import io.anabranch.domain.aggregate.Latest;
import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.aggregate.TopK;
import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.social.SocialEvent.Comment;
import io.anabranch.domain.social.SocialEvent.Post;
import io.anabranch.domain.social.SocialEvent.User;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A forum: top posts, the activity of subreddits, users and posts, and user profiles. */
public final class SocialWorkload {

  public static final String NAME = "social";

  public static final String POSTS_TOPIC = "reddit.posts";
  public static final String COMMENTS_TOPIC = "reddit.comments";
  public static final String USERS_TOPIC = "reddit.users";

  /** The number of ranked posts per subreddit and day. */
  public static final int TOP_POSTS = 10;

  private static final Measure<Post, TopK> TOP =
      Measure.of(
          "top",
          TopK.best(TOP_POSTS),
          (top, post) -> top.add(post.score(), post.epochSecond(), post.postId(), post.title()));

  private static final Measure<SocialEvent, IntegerSum> POSTS =
      Measure.of(
          "posts",
          IntegerSum.MONOID,
          (sum, event) -> {
            if (event instanceof Post) {
              sum.add(1);
            }
          });

  private static final Measure<SocialEvent, IntegerSum> COMMENTS =
      Measure.of(
          "comments",
          IntegerSum.MONOID,
          (sum, event) -> {
            if (event instanceof Comment) {
              sum.add(1);
            }
          });

  private static final Measure<SocialEvent, IntegerSum> SCORE =
      Measure.of("score", IntegerSum.MONOID, (sum, event) -> sum.add(scoreOf(event)));

  private static final Measure<SocialEvent, Distinct> USERS =
      Measure.of(
          "users",
          Distinct.MONOID,
          (users, event) -> {
            Utf8 author = authorOf(event);
            if (!author.isEmpty()) {
              users.add(author);
            }
          });

  private static final Measure<User, Latest> LATEST =
      Measure.of(
          "latest",
          Latest.MONOID,
          (latest, user) -> latest.add(user.epochSecond(), user.karma(), user.username()));

  private SocialWorkload() {}

  /**
   * The workload.
   *
   * @param decoders creates a decoder for each thread
   */
  public static Workload<SocialEvent> create(
      Supplier<? extends EventDecoder<SocialEvent>> decoders) {
    View<Post> topPosts =
        View.of(Post.class, "views_top_posts_v1")
            .by("subreddit", Post::subreddit)
            .per(Bucket.DAY, Post::epochSecond)
            .keep(TOP)
            .build();
    View<Post> subredditActivity =
        View.of(Post.class, "views_subreddit_activity_v1")
            .by("subreddit", Post::subreddit)
            .per(Bucket.MINUTE, Post::epochSecond)
            .keep(POSTS)
            .keep(SCORE)
            .keep(USERS)
            .build();
    View<SocialEvent> userActivity =
        View.of(SocialEvent.class, "views_user_activity_v1")
            .where(event -> !authorOf(event).isEmpty())
            .by("user_id", SocialWorkload::authorOf)
            .keep(POSTS)
            .keep(COMMENTS)
            .keep(SCORE)
            .build();
    View<Comment> postComments =
        View.of(Comment.class, "views_post_comments_v1")
            .by("post_id", Comment::postId)
            .keep(COMMENTS)
            .keep(SCORE)
            .build();
    View<User> users =
        View.of(User.class, "views_users_v1").by("user_id", User::userId).keep(LATEST).build();
    return new Workload<>(
        NAME,
        List.of(POSTS_TOPIC, COMMENTS_TOPIC, USERS_TOPIC),
        decoders,
        List.of(topPosts, subredditActivity, userActivity, postComments, users),
        List.of(
            Presentation.of(topPosts, topPosts.name())
                .key("subreddit")
                .time("day")
                .buildWith(
                    List.of("rank", "post_id", "score", "title"), SocialWorkload::presentRanks),
            Presentation.of(subredditActivity, subredditActivity.name())
                .key("subreddit")
                .time("minute")
                .show("posts", row -> Value.of(row.of(POSTS).toBigInteger()))
                .show("score", row -> Value.of(row.of(SCORE).toBigInteger()))
                .show("users", row -> Value.of(row.of(USERS).count()))
                .build(),
            Presentation.of(userActivity, userActivity.name())
                .key("user_id")
                .show("posts", row -> Value.of(row.of(POSTS).toBigInteger()))
                .show("comments", row -> Value.of(row.of(COMMENTS).toBigInteger()))
                .show("score", row -> Value.of(row.of(SCORE).toBigInteger()))
                .build(),
            Presentation.of(postComments, postComments.name())
                .key("post_id")
                .show("comments", row -> Value.of(row.of(COMMENTS).toBigInteger()))
                .show("score", row -> Value.of(row.of(SCORE).toBigInteger()))
                .build(),
            Presentation.of(users, users.name())
                .key("user_id")
                .buildWith(List.of("username", "karma", "time"), SocialWorkload::presentLatest)));
  }

  /** The author of an event; empty if unknown or empty, and for events without an author. */
  private static Utf8 authorOf(SocialEvent event) {
    if (event instanceof Post post) {
      return post.author().getOrElse(Utf8.EMPTY);
    }
    return event instanceof Comment comment ? comment.author().getOrElse(Utf8.EMPTY) : Utf8.EMPTY;
  }

  private static long scoreOf(SocialEvent event) {
    if (event instanceof Post post) {
      return post.score();
    }
    return event instanceof Comment comment ? comment.score() : 0;
  }

  private static void presentRanks(RowState row, Consumer<List<Value>> rows) {
    int rank = 1;
    for (TopK.Entry entry : row.of(TOP).entries()) {
      rows.accept(
          List.of(
              Value.of(rank++),
              Value.of(entry.id().toString()),
              Value.of(entry.score()),
              Value.of(entry.title().toString())));
    }
  }

  private static void presentLatest(RowState row, Consumer<List<Value>> rows) {
    for (Latest.Entry entry : row.of(LATEST).entry()) {
      rows.accept(
          List.of(
              Value.of(entry.text().toString()),
              Value.of(entry.number()),
              Value.of(Bucket.SECOND.format(entry.epochSecond()))));
    }
  }
}
