package planted.io.anabranch.apps.cli;

final class Sleeps {
  @SuppressWarnings("ThreadSleep")
  void sleep() throws InterruptedException {
    Thread.sleep(1);
  }
}
