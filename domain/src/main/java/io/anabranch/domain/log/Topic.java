package io.anabranch.domain.log;

import java.util.Comparator;
import java.util.UUID;

/**
 * A topic as its log knows it: the name people use, and the id that tells a recreated topic from
 * the one that was there before.
 */
public record Topic(String name, UUID id) implements Comparable<Topic> {

  private static final Comparator<Topic> ORDER =
      Comparator.comparing(Topic::name).thenComparing(Topic::id);

  public Topic {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a topic has a name");
    }
  }

  @Override
  public int compareTo(Topic other) {
    return ORDER.compare(this, other);
  }
}
