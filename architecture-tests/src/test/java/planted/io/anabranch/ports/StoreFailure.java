package planted.io.anabranch.ports;

public class StoreFailure extends Exception {
  private static final long serialVersionUID = 1L;
}
