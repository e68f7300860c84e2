package io.anabranch.apps.http;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server with some vending sales, for tests of clients. */
public final class RunningServer implements AutoCloseable {

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final RunningWorkload vending =
      new RunningWorkload(new SampleData.Vending(), 11, Clock.systemUTC(), threads);
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

  /** Makes every call of a port fail from now on. */
  public void fail(String port) {
    vending.fail(port);
  }

  /** The total of all records produced. */
  public long total() {
    return vending.partitions().stream()
        .mapToLong(
            partition ->
                vending.recount(
                    partition,
                    vending
                        .status()
                        .partitions()
                        .find(one -> one.partition().equals(partition))
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
