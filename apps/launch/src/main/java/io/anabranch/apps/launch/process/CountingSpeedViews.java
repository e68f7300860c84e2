package io.anabranch.apps.launch.process;

import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.forwarding.ForwardingSpeedViews;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Speed views that count the rows which are written. */
final class CountingSpeedViews extends ForwardingSpeedViews {

  private final LongAdder written = new LongAdder();

  CountingSpeedViews(SpeedViews views) {
    super(views);
  }

  long written() {
    return written.sum();
  }

  @Override
  public void write(List<SpeedRow> rows) throws StoreFailure {
    super.write(rows);
    written.add(rows.size());
  }
}
