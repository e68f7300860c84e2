package io.anabranch.adapters.wire;

/** A top-level field that a workload reads, created by {@link JsonFields#field}. */
public final class JsonField {

  private final String name;
  private final int index;

  JsonField(String name, int index) {
    this.name = name;
    this.index = index;
  }

  public String name() {
    return name;
  }

  /** Its index among the fields of the decoder. */
  int index() {
    return index;
  }

  @Override
  public String toString() {
    return name;
  }
}
