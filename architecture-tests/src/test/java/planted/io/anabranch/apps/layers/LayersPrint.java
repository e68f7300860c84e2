package planted.io.anabranch.apps.layers;

final class LayersPrint {
  @SuppressWarnings("SystemOut")
  void print() {
    System.out.println("a row");
  }
}
