package io.anabranch.apps.ingest.generate;

import io.anabranch.domain.social.SocialWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A forum: people post, comment what is new and what is popular, scores are restated as votes come
 * in, and now and then somebody's karma is looked up.
 */
final class Forum implements DataModel {

  private static final class Post {
    private final String id;
    private final String author;
    private final String subreddit;
    private final String title;
    private final long created;
    private long score = 1;

    Post(String id, String author, String subreddit, String title, long created) {
      this.id = id;
      this.author = author;
      this.subreddit = subreddit;
      this.title = title;
      this.created = created;
    }
  }

  private static final List<String> SUBREDDITS =
      List.of(
          "askscience",
          "barcelona",
          "cooking",
          "dataengineering",
          "france",
          "java",
          "kafka",
          "rivers",
          "spain");

  /** As they stand between quotes in JSON. */
  private static final List<String> SUBJECTS =
      List.of(
          "my cluster",
          "the Camino",
          "crêpes",
          "exactly-once",
          "a \\\"simple\\\" join",
          "the Danube",
          "sourdough",
          "late events",
          "la paella",
          "Kraków \\u2708",
          "time zones",
          "the Nile 🌊");

  private static final List<String> QUESTIONS =
      List.of(
          "What do you think of %s?",
          "Help with %s",
          "TIL about %s",
          "Is %s worth it?",
          "Ten years of %s",
          "I finally understood %s");

  /** Of whom there is always one; it comments everywhere. */
  static final String MODERATOR = "u_automoderator";

  private static final int USERS = 3000;
  private static final int REMEMBERED = 400;
  private static final int PARTITIONS = 2;

  private final Randomness chance;
  private final List<Post> recent = new ArrayList<>();
  private long posts;
  private long comments;
  private int oldest;

  Forum(Randomness chance) {
    this.chance = chance;
  }

  @Override
  public SortedMap<String, Integer> topics() {
    SortedMap<String, Integer> topics = new TreeMap<>();
    topics.put(SocialWorkload.POSTS_TOPIC, PARTITIONS);
    topics.put(SocialWorkload.COMMENTS_TOPIC, PARTITIONS);
    topics.put(SocialWorkload.USERS_TOPIC, 1); // quiet: one message of fifty
    return topics;
  }

  @Override
  public Message happening(long now, long second) {
    double what = chance.fraction();
    if (recent.isEmpty() || what < 0.18) {
      return post(now, second);
    }
    if (what < 0.36) {
      return restated(now);
    }
    return what < 0.98 ? comment(now, second) : user(now, second);
  }

  private String someone() {
    return "u_" + Integer.toString(100 + chance.fewOf(USERS), 36);
  }

  private Message post(long now, long second) {
    String title = String.format(Locale.ROOT, chance.oneOf(QUESTIONS), chance.oneOf(SUBJECTS));
    String subreddit = SUBREDDITS.get(chance.fewOf(SUBREDDITS.size()));
    Post post =
        new Post("t3_" + Long.toString(40_000 + ++posts, 36), someone(), subreddit, title, second);
    if (recent.size() < REMEMBERED) {
      recent.add(post);
    } else {
      recent.set(oldest, post);
      oldest = (oldest + 1) % REMEMBERED;
    }
    return told(post, now);
  }

  /** A post as it is by now: most change little, a few get all the votes. */
  private Message restated(long now) {
    Post post = recent.get(chance.fewOf(recent.size()));
    post.score += chance.below(12) - 2;
    return told(post, now);
  }

  private Message told(Post post, long now) {
    String text =
        "{\"post_id\":\""
            + post.id
            + "\",\"user_id\":\""
            + post.author
            + "\",\"subreddit\":\""
            + post.subreddit
            + "\",\"title\":\""
            + post.title
            + "\",\"content\":\"…\",\"score\":"
            + post.score
            + ",\"num_comments\":"
            + chance.below(40)
            + ",\"created_utc\":"
            + post.created
            + ",\"timestamp\":\""
            + JsonTemplates.instant(now)
            + "\"}";
    return new Message(SocialWorkload.POSTS_TOPIC, partition(post.id, PARTITIONS), post.id, text);
  }

  private Message comment(long now, long second) {
    Post post = recent.get(chance.fewOf(recent.size()));
    String id = "t1_" + Long.toString(900_000 + ++comments, 36);
    String author = chance.happens(0.05) ? MODERATOR : someone();
    String created =
        chance.happens(0.5) ? Long.toString(second) : '"' + JsonTemplates.instant(second) + '"';
    String text =
        "{\"comment_id\":\""
            + id
            + "\",\"post_id\":\""
            + post.id
            + "\",\"user_id\":\""
            + author
            + "\",\"content\":\"I agree\",\"score\":"
            + (chance.below(30) - 5)
            + ",\"created_utc\":"
            + created
            + ",\"timestamp\":\""
            + JsonTemplates.instant(now)
            + "\"}";
    return new Message(SocialWorkload.COMMENTS_TOPIC, partition(id, PARTITIONS), id, text);
  }

  private Message user(long now, long second) {
    String id = someone();
    String text =
        "{\"user_id\":\""
            + id
            + "\",\"username\":\"name of "
            + id
            + "\",\"karma\":"
            + (chance.below(5000) - 100)
            + ",\"created_utc\":"
            + (second - 100_000_000)
            + ",\"timestamp\":\""
            + JsonTemplates.instant(now)
            + "\"}";
    return new Message(SocialWorkload.USERS_TOPIC, 0, id, text);
  }

  private static int partition(String key, int partitions) {
    return Math.floorMod(key.hashCode(), partitions);
  }
}
