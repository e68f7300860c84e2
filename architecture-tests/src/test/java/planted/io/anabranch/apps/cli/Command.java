package planted.io.anabranch.apps.cli;

/** As it should be. */
public final class Command {
  @SuppressWarnings("SystemOut")
  void print() {
    System.out.println("a row");
  }
}
