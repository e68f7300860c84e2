package io.anabranch.domain.metrics;

import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Labels;
import java.util.HashMap;
import java.util.Map;

/** Assigns nodes to groups, the label {@value #LABEL} of a node. Immutable. */
public final class GroupAssignment implements Labels {

  public static final String LABEL = "group";

  /** The group of a node that is not assigned. */
  public static final Utf8 UNASSIGNED = Utf8.of("Sin Asignar");

  /** Every node is {@link #UNASSIGNED}. */
  public static final GroupAssignment NONE = of(Map.of());

  private final Map<Utf8, Utf8> groupOfNode;

  private GroupAssignment(Map<Utf8, Utf8> groupOfNode) {
    this.groupOfNode = groupOfNode;
  }

  /** Assigns nodes, by name, to groups. */
  public static GroupAssignment of(Map<String, String> groupOfNode) {
    Map<Utf8, Utf8> groups = new HashMap<>();
    groupOfNode.forEach((node, group) -> groups.put(Utf8.of(node), Utf8.of(group)));
    return new GroupAssignment(groups);
  }

  /** The group of a node, or {@link #UNASSIGNED}. */
  public Utf8 assign(Utf8 node) {
    return groupOfNode.getOrDefault(node, UNASSIGNED);
  }

  /**
   * The label of a node.
   *
   * @throws IllegalArgumentException if the label is not {@value #LABEL}
   */
  @Override
  public Utf8 of(String label, Utf8 node) {
    if (!label.equals(LABEL)) {
      throw new IllegalArgumentException("a node has no label " + label + ", only " + LABEL);
    }
    return assign(node);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GroupAssignment that && groupOfNode.equals(that.groupOfNode);
  }

  @Override
  public int hashCode() {
    return groupOfNode.hashCode();
  }

  @Override
  public String toString() {
    return "GroupAssignment" + groupOfNode;
  }
}
