package io.anabranch.apps.ingest.generate;

import io.anabranch.domain.social.SocialWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A forum. Users post and comment on recent posts; scores are updated as votes come in; rarely, the
 * karma of a user is sent.
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

  /** Escaped for JSON. */
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

  /** Comments everywhere. */
  static final String MODERATOR = "u_automoderator";

  private static final int USERS = 3000;
  private static final int RECENT_POSTS = 400;
  private static final int PARTITIONS = 2;

  private final Randomness random;
  private final List<Post> recent = new ArrayList<>();
  private long posts;
  private long comments;
  private int oldest;

  Forum(Randomness random) {
    this.random = random;
  }

  @Override
  public SortedMap<String, Integer> topics() {
    SortedMap<String, Integer> topics = new TreeMap<>();
    topics.put(SocialWorkload.POSTS_TOPIC, PARTITIONS);
    topics.put(SocialWorkload.COMMENTS_TOPIC, PARTITIONS);
    topics.put(SocialWorkload.USERS_TOPIC, 1); // quiet: 2% of the messages
    return topics;
  }

  @Override
  public Message event(long now, long second) {
    double kind = random.fraction();
    if (recent.isEmpty() || kind < 0.18) {
      return post(now, second);
    }
    if (kind < 0.36) {
      return updated(now);
    }
    return kind < 0.98 ? comment(now, second) : user(now, second);
  }

  private String randomUser() {
    return "u_" + Integer.toString(100 + random.skewedBelow(USERS), 36);
  }

  private Message post(long now, long second) {
    String title = String.format(Locale.ROOT, random.oneOf(QUESTIONS), random.oneOf(SUBJECTS));
    String subreddit = SUBREDDITS.get(random.skewedBelow(SUBREDDITS.size()));
    Post post =
        new Post(
            "t3_" + Long.toString(40_000 + ++posts, 36), randomUser(), subreddit, title, second);
    if (recent.size() < RECENT_POSTS) {
      recent.add(post);
    } else {
      recent.set(oldest, post);
      oldest = (oldest + 1) % RECENT_POSTS;
    }
    return message(post, now);
  }

  /** An update of a post: few posts get most of the votes. */
  private Message updated(long now) {
    Post post = recent.get(random.skewedBelow(recent.size()));
    post.score += random.below(12) - 2;
    return message(post, now);
  }

  private Message message(Post post, long now) {
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
            + random.below(40)
            + ",\"created_utc\":"
            + post.created
            + ",\"timestamp\":\""
            + JsonTemplates.instant(now)
            + "\"}";
    return new Message(SocialWorkload.POSTS_TOPIC, partition(post.id, PARTITIONS), post.id, text);
  }

  private Message comment(long now, long second) {
    Post post = recent.get(random.skewedBelow(recent.size()));
    String id = "t1_" + Long.toString(900_000 + ++comments, 36);
    String author = random.happens(0.05) ? MODERATOR : randomUser();
    String created =
        random.happens(0.5) ? Long.toString(second) : '"' + JsonTemplates.instant(second) + '"';
    String text =
        "{\"comment_id\":\""
            + id
            + "\",\"post_id\":\""
            + post.id
            + "\",\"user_id\":\""
            + author
            + "\",\"content\":\"I agree\",\"score\":"
            + (random.below(30) - 5)
            + ",\"created_utc\":"
            + created
            + ",\"timestamp\":\""
            + JsonTemplates.instant(now)
            + "\"}";
    return new Message(SocialWorkload.COMMENTS_TOPIC, partition(id, PARTITIONS), id, text);
  }

  private Message user(long now, long second) {
    String id = randomUser();
    String text =
        "{\"user_id\":\""
            + id
            + "\",\"username\":\"name of "
            + id
            + "\",\"karma\":"
            + (random.below(5000) - 100)
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
