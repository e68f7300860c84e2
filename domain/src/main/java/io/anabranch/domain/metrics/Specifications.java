package io.anabranch.domain.metrics;

import io.anabranch.domain.shift.Shift;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import java.util.List;

/** The state of a prefix of the reference log: the latest entry of each name. Immutable. */
public final class Specifications {

  /** The empty prefix. */
  public static final Specifications NONE = new Specifications(HashMap.empty(), HashMap.empty());

  private final Map<String, String> groupOfNode;
  private final Map<String, Shift> shifts;

  private Specifications(Map<String, String> groupOfNode, Map<String, Shift> shifts) {
    this.groupOfNode = groupOfNode;
    this.shifts = shifts;
  }

  /** The fold of entries in the order of the log. */
  public static Specifications of(Iterable<? extends Specification> entries) {
    return NONE.with(entries);
  }

  /** With the entries that follow, in the order of the log. */
  public Specifications with(Iterable<? extends Specification> entries) {
    Specifications all = this;
    for (Specification entry : entries) {
      all = all.with(entry);
    }
    return all;
  }

  /** With the entry that follows. */
  public Specifications with(Specification entry) {
    if (entry instanceof Specification.NodeGroup node) {
      return new Specifications(groupOfNode.put(node.node(), node.group()), shifts);
    }
    Shift shift = ((Specification.ShiftHours) entry).shift();
    return new Specifications(groupOfNode, shifts.put(shift.name(), shift));
  }

  /** The assignment of nodes to groups. */
  public GroupAssignment groups() {
    return GroupAssignment.of(groupOfNode.toJavaMap());
  }

  /** The shifts, one per name, in no order. */
  public List<Shift> shifts() {
    return shifts.values().asJava();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Specifications that
        && groupOfNode.equals(that.groupOfNode)
        && shifts.equals(that.shifts);
  }

  @Override
  public int hashCode() {
    return 31 * groupOfNode.hashCode() + shifts.hashCode();
  }

  @Override
  public String toString() {
    return "Specifications[" + groupOfNode + ", " + shifts + "]";
  }
}
