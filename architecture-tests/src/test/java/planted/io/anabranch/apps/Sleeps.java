package planted.io.anabranch.apps;

final class Sleeps {
  @SuppressWarnings("ThreadSleep")
  void sleep() throws InterruptedException {
    Thread.sleep(1);
  }
}
