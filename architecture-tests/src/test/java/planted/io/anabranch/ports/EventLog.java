package planted.io.anabranch.ports;

/** As it should be. */
public interface EventLog extends AutoCloseable {
  long end() throws StoreFailure;

  @Override
  void close() throws StoreFailure;
}
