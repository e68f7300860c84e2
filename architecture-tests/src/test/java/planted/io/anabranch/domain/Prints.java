package planted.io.anabranch.domain;

final class Prints {
  @SuppressWarnings("SystemOut")
  void print() {
    System.out.println("a row");
  }
}
