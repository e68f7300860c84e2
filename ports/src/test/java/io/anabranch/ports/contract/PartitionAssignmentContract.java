package io.anabranch.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.PartitionAssignment;
import io.anabranch.ports.StoreFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of partition assignments. Eventual effects are waited for. */
public abstract class PartitionAssignmentContract {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final List<PartitionAssignment> members = new ArrayList<>();
  private Topic topic;

  /** Creates a topic that is unique to the test. */
  protected abstract Topic createTopic(int partitions) throws Exception;

  protected abstract void addPartitions(String topic, int more) throws Exception;

  /** A further member of the test's group, which has one topic. */
  protected abstract PartitionAssignment join(String topic) throws Exception;

  @BeforeEach
  final void startAlone() throws Exception {
    topic = createTopic(4);
  }

  @AfterEach
  final void leave() {
    members.forEach(PartitionAssignment::close);
  }

  private PartitionAssignment member() throws Exception {
    PartitionAssignment member = join(topic.name());
    members.add(member);
    return member;
  }

  private SortedSet<Partition> partitions(int count) {
    return new TreeSet<>(
        IntStream.range(0, count).mapToObj(number -> new Partition(topic, number)).toList());
  }

  /** Waits until the members share this number of partitions evenly. */
  private void awaitEvenShares(List<PartitionAssignment> present, int count) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      List<SortedSet<Partition>> shares = new ArrayList<>();
      for (PartitionAssignment member : present) {
        shares.add(shareOf(member));
      }
      List<Partition> dealt = shares.stream().flatMap(Set::stream).sorted().toList();
      int most = shares.stream().mapToInt(Set::size).max().orElse(0);
      int least = shares.stream().mapToInt(Set::size).min().orElse(0);
      if (dealt.equals(List.copyOf(partitions(count))) && most - least <= 1) {
        return;
      }
      if (System.nanoTime() > deadline) {
        fail("after %s the assignments are %s", PATIENCE, shares);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static SortedSet<Partition> shareOf(PartitionAssignment member) {
    try {
      return member.mine();
    } catch (StoreFailure notYet) {
      return new TreeSet<>();
    }
  }

  @Test
  public final void soleMemberHasAll() throws Exception {
    PartitionAssignment only = member();

    awaitEvenShares(List.of(only), 4);

    assertThat(only.mine()).isEqualTo(partitions(4));
  }

  @Test
  public final void membersShareEvenly() throws Exception {
    PartitionAssignment first = member();
    awaitEvenShares(List.of(first), 4);
    PartitionAssignment second = member();
    awaitEvenShares(List.of(first, second), 4);
    PartitionAssignment third = member();

    awaitEvenShares(List.of(first, second, third), 4);
  }

  @Test
  public final void partitionsOfAMemberThatLeftAreReassigned() throws Exception {
    PartitionAssignment first = member();
    PartitionAssignment second = member();
    awaitEvenShares(List.of(first, second), 4);

    first.close();

    awaitEvenShares(List.of(second), 4);
  }

  @Test
  public final void partitionsAddedLaterAreSharedToo() throws Exception {
    PartitionAssignment first = member();
    PartitionAssignment second = member();
    awaitEvenShares(List.of(first, second), 4);

    addPartitions(topic.name(), 3);

    awaitEvenShares(List.of(first, second), 7);
  }

  @Test
  public final void memberThatLeavesTwiceHasLeft() throws Exception {
    PartitionAssignment first = member();
    awaitEvenShares(List.of(first), 4);

    first.close();
    first.close();

    awaitEvenShares(List.of(member()), 4);
  }
}
