package io.anabranch.domain.log;

import java.util.Comparator;

/** A partition of a topic, which is an ordered log. */
public record Partition(Topic topic, int number) implements Comparable<Partition> {

  private static final Comparator<Partition> ORDER =
      Comparator.comparing(Partition::topic).thenComparingInt(Partition::number);

  public Partition {
    if (number < 0) {
      throw new IllegalArgumentException("partition " + number + " of " + topic.name());
    }
  }

  @Override
  public int compareTo(Partition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return topic.name() + "-" + number;
  }
}
