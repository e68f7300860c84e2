package planted.io.anabranch.domain;

abstract class StartsThread {
  Thread start() {
    Thread thread = new Thread(() -> {});
    thread.start();
    return thread;
  }
}
