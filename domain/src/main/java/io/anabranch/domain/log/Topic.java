package io.anabranch.domain.log;

import java.util.Comparator;
import java.util.UUID;

/** A topic: its name, and the id that distinguishes a recreated topic from the one before. */
public record Topic(String name, UUID id) implements Comparable<Topic> {

  private static final Comparator<Topic> ORDER =
      Comparator.comparing(Topic::name).thenComparing(Topic::id);

  public Topic {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("the name of a topic must not be empty");
    }
  }

  @Override
  public int compareTo(Topic other) {
    return ORDER.compare(this, other);
  }
}
