package io.anabranch.ports.inmemory;

import io.anabranch.domain.log.Partition;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.PartitionAssignment;
import io.anabranch.ports.StoreFailure;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** Members in one process. The partitions of the topics are assigned to them in turn. */
public final class InMemoryPartitionGroup {

  private static final String PORT = "PartitionAssignment";

  private final EventLog log;
  private final List<String> topics;
  private final Faults faults;
  private final CopyOnWriteArrayList<Member> members = new CopyOnWriteArrayList<>();

  /** A group without members. */
  public InMemoryPartitionGroup(EventLog log, List<String> topics) {
    this(log, topics, Faults.NONE);
  }

  public InMemoryPartitionGroup(EventLog log, List<String> topics, Faults faults) {
    this.log = log;
    this.topics = List.copyOf(topics);
    this.faults = faults;
  }

  /** Adds a member. The first member has all partitions. */
  public PartitionAssignment join() {
    Member member = new Member();
    members.add(member);
    return member;
  }

  private final class Member implements PartitionAssignment {

    @Override
    public SortedSet<Partition> mine() throws StoreFailure {
      PortCall call = new PortCall(PORT, "mine", topics);
      faults.before(call);
      SortedSet<Partition> share = share();
      faults.after(call);
      return share;
    }

    private SortedSet<Partition> share() throws StoreFailure {
      SortedSet<Partition> all = new TreeSet<>();
      for (String topic : topics) {
        all.addAll(log.partitions(topic));
      }
      List<Member> present = List.copyOf(members);
      int turn = present.indexOf(this);
      SortedSet<Partition> share = new TreeSet<>();
      int dealt = 0;
      for (Partition partition : all) {
        if (dealt++ % Math.max(1, present.size()) == turn) {
          share.add(partition);
        }
      }
      return share;
    }

    @Override
    public void close() {
      members.remove(this);
    }
  }
}
