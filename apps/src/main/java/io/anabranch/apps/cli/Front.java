package io.anabranch.apps.cli;

import io.anabranch.apps.live.ServedWorkload;
import io.vavr.control.Option;
import java.util.List;

/** Lets people look at workloads while they run. */
@FunctionalInterface
interface Front {

  /** People see what the terminal shows. */
  Front NONE = (workloads, port) -> new Opened(Option.none(), () -> {});

  /**
   * Opens it.
   *
   * @param port on the loopback interface
   */
  Opened open(List<ServedWorkload> workloads, int port);

  /**
   * It is open until this is closed.
   *
   * @param address where to look, if there is something to look at
   */
  record Opened(Option<String> address, Runnable closing) implements AutoCloseable {
    @Override
    public void close() {
      closing.run();
    }
  }
}
