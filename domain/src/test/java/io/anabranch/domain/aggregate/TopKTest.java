package io.anabranch.domain.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.event.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TopKTest {

  private static final Monoid<TopK> TOP_10 = TopK.best(10);

  private record Post(long score, long epochSecond, String id, String title) {

    static Post any(RandomGenerator random) {
      return new Post(
          random.nextInt(8),
          random.nextInt(3),
          Integer.toString(random.nextInt(25)),
          List.of("", "a", "é", "\uFF5E", "\uD83D\uDE00").get(random.nextInt(5)));
    }

    TopK.Entry ranked() {
      return new TopK.Entry(score, epochSecond, Utf8.of(id), Utf8.of(title));
    }
  }

  private static void add(TopK top, Post post) {
    top.add(post.score, post.epochSecond, Utf8.of(post.id), Utf8.of(post.title));
  }

  private static TopK top10Of(Post... posts) {
    TopK top = TOP_10.zero();
    for (Post post : posts) {
      add(top, post);
    }
    return top;
  }

  private static Post aPost(String id, long score) {
    return new Post(score, 0, id, "");
  }

  private static List<String> ids(TopK top) {
    return top.entries().map(entry -> entry.id().toString()).asJava();
  }

  @Test
  void keepsTheLawsOfAMonoid() {
    MonoidLaws.of(TOP_10, TopKTest::add, Post::any).upToEvents(80).idempotent().check();
    MonoidLaws.of(TopK.best(1), TopKTest::add, Post::any).idempotent().check();
    MonoidLaws.of(TopK.best(3), TopKTest::add, Post::any).idempotent().check();
  }

  @Test
  void isTheSortedListOfEachIdsBestCutAtK() {
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 500; round++) {
      TopK top = TOP_10.zero();
      Map<String, TopK.Entry> best = new HashMap<>();
      for (int left = random.nextInt(120); left > 0; left--) {
        Post post = Post.any(random);
        add(top, post);
        best.merge(post.id, post.ranked(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
      }

      List<TopK.Entry> expected = new ArrayList<>(best.values());
      expected.sort(null);
      assertThat(top.entries().asJava())
          .isEqualTo(expected.subList(0, Math.min(10, expected.size())));
    }
  }

  @Test
  void ranksByScoreThenSecondThenIdThenTitle() {
    TopK top =
        top10Of(
            new Post(1, 5, "b", "t"),
            new Post(1, 5, "a", "u"),
            new Post(1, 5, "a", "t"),
            new Post(1, 4, "c", "t"),
            new Post(2, 9, "d", "t"));

    assertThat(ids(top)).containsExactly("d", "c", "a", "b");
    assertThat(top.entries().get(2).title()).hasToString("t");
  }

  @Test
  void idsAreOrderedByCodePointNotByUtf16() {
    TopK top = top10Of(aPost("\uD83D\uDE00", 1), aPost("\uFF5E", 1));

    assertThat(ids(top)).containsExactly("\uFF5E", "\uD83D\uDE00");
  }

  @Test
  void anIdOccursOnceWithItsBestEntry() {
    TopK top = top10Of(aPost("a", 1), aPost("b", 5), aPost("a", 9), aPost("a", 3));

    assertThat(ids(top)).containsExactly("a", "b");
    assertThat(top.entries().head().score()).isEqualTo(9);
  }

  @Test
  void anIdThatWasPushedOutComesBackByABetterEntry() {
    TopK top = TopK.best(2).zero();
    add(top, aPost("a", 1));
    add(top, aPost("b", 2));
    add(top, aPost("c", 3));
    assertThat(ids(top)).containsExactly("c", "b");

    add(top, aPost("a", 4));
    assertThat(ids(top)).containsExactly("a", "c");
  }

  @Test
  void extremeScoresKeepTheirOrder() {
    TopK top = top10Of(aPost("a", Long.MIN_VALUE), aPost("b", Long.MAX_VALUE), aPost("c", 0));

    assertThat(ids(top)).containsExactly("b", "c", "a");
  }

  @Test
  void aKeptTextDoesNotRetainTheRecord() {
    byte[] record = "{\"id\":\"p1\",\"title\":\"hello\"}".getBytes(StandardCharsets.UTF_8);
    TopK top = TOP_10.zero();
    top.add(1, 0, Utf8.slice(record, 7, 2), Utf8.slice(record, 20, 5));

    TopK.Entry kept = top.entries().head();
    assertThat(kept.id().detached()).isSameAs(kept.id()).hasToString("p1");
    assertThat(kept.title().detached()).isSameAs(kept.title()).hasToString("hello");
  }

  @Test
  void entriesAreAValueThatLaterAddsLeaveAlone() {
    TopK top = top10Of(aPost("a", 1));
    Iterable<TopK.Entry> before = top.entries();
    add(top, aPost("b", 2));

    assertThat(before).hasSize(1);
  }

  @Test
  void statesOfAnotherKAreRefused() {
    assertThatThrownBy(() -> TOP_10.merge(TOP_10.zero(), TopK.best(3).zero()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TopK.best(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void contentThatNoStateWritesIsMalformed() {
    byte[] a = {'a'};
    byte[] b = {'b'};
    for (RecordedState content :
        new RecordedState[] {
          RecordedState.content(11),
          RecordedState.content(-1),
          RecordedState.content(1, 5, 0, a),
          RecordedState.content(2, 5, 0, a, a, 6, 0, b, b),
          RecordedState.content(2, 5, 0, b, a, 5, 0, a, b),
          RecordedState.content(2, 5, 0, a, a, 4, 0, a, a)
        }) {
      assertThatThrownBy(() -> content.readBy(TOP_10))
          .as(content.toString())
          .isInstanceOf(MalformedStateException.class);
    }
  }
}
