package io.anabranch.apps.http;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server over vending machines that have sold for a while, for tests of who asks one. */
public final class RunningServer implements AutoCloseable {

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final RunningWorkload vending =
      new RunningWorkload(new Life.Vending(), 11, Clock.systemUTC(), threads);
  private final HttpServer server =
      new HttpServer(List.of(vending), HttpSettings.defaults().onPort(0));

  public RunningServer() {
    for (int i = 0; i < 15; i++) {
      vending.step(30);
    }
    try {
      server.start();
    } catch (ListenException taken) {
      throw new AssertionError(taken);
    }
  }

  public String url() {
    return server.url();
  }

  /** Lets every call of a port fail from now on. */
  public void fail(String port) {
    vending.fail(port);
  }

  /** What was produced, in the total of the workload. */
  public long total() {
    return vending.partitions().stream()
        .mapToLong(
            partition ->
                vending.recount(
                    partition,
                    vending
                        .status()
                        .channels()
                        .find(channel -> channel.partition().equals(partition))
                        .get()
                        .logEnd()))
        .sum();
  }

  @Override
  public void close() {
    server.close();
    threads.shutdownNow();
  }
}
