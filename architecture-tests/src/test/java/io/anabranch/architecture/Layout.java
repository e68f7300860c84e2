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

  /** What passes calls on to other ports; inside of {@link #ports()}. */
  String forwarding() {
    return at("io.anabranch.ports.forwarding");
  }

  /** The ports in memory; inside of {@link #ports()}. */
  String inMemory() {
    return at("io.anabranch.ports.inmemory");
  }

  String adapters() {
    return at("io.anabranch.adapters");
  }

  String apps() {
    return at("io.anabranch.apps");
  }

  String at(String name) {
    return prefix + name;
  }

  /** Whether a package is one or is inside of it. */
  static boolean within(String packageName, String outer) {
    return packageName.equals(outer) || packageName.startsWith(outer + ".");
  }
}
