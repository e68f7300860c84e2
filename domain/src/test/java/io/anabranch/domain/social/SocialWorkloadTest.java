package io.anabranch.domain.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.social.SocialEvent.Comment;
import io.anabranch.domain.social.SocialEvent.Post;
import io.anabranch.domain.social.SocialEvent.User;
import io.anabranch.domain.view.FoldedWorkload;
import io.anabranch.domain.view.Presentation;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SocialWorkloadTest {

  private static Post aPost(String id, Option<String> author, long score, String time) {
    return new Post(
        Utf8.of(id),
        Utf8.of("java"),
        author.map(Utf8::of),
        Utf8.of("About " + id),
        score,
        second(time));
  }

  private static Comment aComment(String postId, Option<String> author, long score) {
    return new Comment(
        Utf8.of("c"), Utf8.of(postId), author.map(Utf8::of), score, second("2024-05-01T10:00:00Z"));
  }

  private static User aUser(String name, long karma, String time) {
    return new User(Utf8.of("u1"), Utf8.of(name), karma, second(time));
  }

  private static long second(String time) {
    return Instant.parse(time).getEpochSecond();
  }

  private static FoldedWorkload<SocialEvent> folded(SocialEvent... events) {
    return FoldedWorkload.of(SocialWorkload::create, events);
  }

  private static FoldedWorkload<SocialEvent> aDay() {
    return folded(
        aPost("p1", Option.some("u1"), 5, "2024-05-01T23:59:59Z"),
        aPost("p2", Option.some("u1"), 9, "2024-05-01T23:59:00Z"),
        aPost("p1", Option.some("u2"), 7, "2024-05-01T23:59:30Z"),
        aPost("p3", Option.some(""), -2, "2024-05-02T00:00:00Z"),
        aPost("p4", Option.none(), 1, "2024-05-02T00:00:59Z"),
        aComment("p1", Option.some("u1"), -10),
        aComment("p1", Option.some(""), 4),
        aComment("p2", Option.some("u3"), 1),
        aUser("ann", 10, "2024-05-01T10:00:00Z"),
        aUser("anna", 12, "2024-05-03T10:00:00Z"),
        aUser("an", 11, "2024-05-02T10:00:00Z"));
  }

  @Test
  void hasFivePresentations() {
    assertThat(aDay().workload().presentations())
        .extracting(Presentation::name)
        .containsExactly(
            "views_top_posts_v1",
            "views_subreddit_activity_v1",
            "views_user_activity_v1",
            "views_post_comments_v1",
            "views_users_v1");
    assertThat(aDay().workload().topics())
        .containsExactly("reddit.posts", "reddit.comments", "reddit.users");
  }

  @Test
  void topPostsAreRankedByTheirHighestScoreOfTheDay() {
    assertThat(aDay().fields("views_top_posts_v1"))
        .containsExactly("subreddit", "day", "rank", "post_id", "score", "title");
    assertThat(aDay().rows("views_top_posts_v1"))
        .containsExactly(
            "java, 2024-05-01, 1, p2, 9, About p2",
            "java, 2024-05-01, 2, p1, 7, About p1",
            "java, 2024-05-02, 1, p4, 1, About p4",
            "java, 2024-05-02, 2, p3, -2, About p3");
  }

  @Test
  void tenPostsAreRankedTheEarlierFirstWhereScoresTie() {
    FoldedWorkload<SocialEvent> twelve =
        folded(
            IntStream.range(10, 22)
                .mapToObj(i -> aPost("p" + i, Option.none(), 1, "2024-05-01T10:00:" + i + "Z"))
                .toArray(SocialEvent[]::new));

    assertThat(twelve.rows("views_top_posts_v1"))
        .hasSize(10)
        .startsWith("java, 2024-05-01, 1, p10, 1, About p10")
        .endsWith("java, 2024-05-01, 10, p19, 1, About p19");
  }

  @Test
  void activityOfASubredditIsPerMinute() {
    assertThat(aDay().fields("views_subreddit_activity_v1"))
        .containsExactly("subreddit", "minute", "posts", "score", "users");
    assertThat(aDay().rows("views_subreddit_activity_v1"))
        .containsExactly(
            "java, 2024-05-01T23:59:00Z, 3, 21, 2", "java, 2024-05-02T00:00:00Z, 2, -1, 0");
  }

  @Test
  void activityOfAUserIsPostsAndCommentsWithoutAnonymousOnes() {
    assertThat(aDay().fields("views_user_activity_v1"))
        .containsExactly("user_id", "posts", "comments", "score");
    assertThat(aDay().rows("views_user_activity_v1"))
        .containsExactly("u1, 2, 1, 4", "u2, 1, 0, 7", "u3, 0, 1, 1");
  }

  @Test
  void commentsCountForTheirPost() {
    assertThat(aDay().fields("views_post_comments_v1"))
        .containsExactly("post_id", "comments", "score");
    assertThat(aDay().rows("views_post_comments_v1")).containsExactly("p1, 2, -6", "p2, 1, 1");
  }

  @Test
  void aUserIsWhatWasObservedLast() {
    assertThat(aDay().fields("views_users_v1"))
        .containsExactly("user_id", "username", "karma", "time");
    assertThat(aDay().rows("views_users_v1")).containsExactly("u1, anna, 12, 2024-05-03T10:00:00Z");
  }
}
