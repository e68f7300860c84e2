package io.anabranch.architecture;

/**
 * Where things live, named once: the rules hold for the real house, and are seen to fail in a
 * planted one that differs by a prefix only.
 *
 * @param prefix stands before the packages of the house and of the technologies
 */
record Layout(String prefix) {

  static final Layout REAL = new Layout("");
  static final Layout PLANTED = new Layout("planted.");

  String root() {
    return at("io.anabranch");
  }

  String domain() {
    return at("io.anabranch.domain");
  }

  String ports() {
    return at("io.anabranch.ports");
  }

  /** The ports kept in memory. */
  String inMemory() {
    return at("io.anabranch.ports.inmemory");
  }

  /** What merges rows of segments, whatever store they are in. */
  String segment() {
    return at("io.anabranch.ports.segment");
  }

  /** Ports that pass calls on, to be extended. */
  String forwarding() {
    return at("io.anabranch.ports.forwarding");
  }

  String at(String name) {
    return prefix + name;
  }

  /** Whether a package is one or is inside of it. */
  static boolean within(String packageName, String outer) {
    return packageName.equals(outer) || packageName.startsWith(outer + ".");
  }
}
