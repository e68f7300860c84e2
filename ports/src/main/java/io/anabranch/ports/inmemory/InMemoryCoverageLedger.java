package io.anabranch.ports.inmemory;

import io.anabranch.domain.coverage.Coverage;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The coverage of each workload in the memory of one process. */
public final class InMemoryCoverageLedger implements CoverageLedger {

  private static final String PORT = "CoverageLedger";

  private final ConcurrentMap<String, Coverage> cells = new ConcurrentHashMap<>();
  private final Faults faults;

  public InMemoryCoverageLedger() {
    this(Faults.NONE);
  }

  public InMemoryCoverageLedger(Faults faults) {
    this.faults = faults;
  }

  @Override
  public Option<Coverage> read(String workload) throws StoreFailure {
    PortCall call = new PortCall(PORT, "read", workload);
    faults.before(call);
    Option<Coverage> coverage = Option.of(cells.get(workload));
    faults.after(call);
    return coverage;
  }

  @Override
  public boolean compareAndSet(Coverage next) throws StoreFailure {
    PortCall call =
        new PortCall(PORT, "compareAndSet", next.workload() + " revision " + next.revision());
    faults.before(call);
    Coverage standing = cells.get(next.workload());
    boolean isReplaced;
    if (standing == null) {
      isReplaced = next.revision() == 1 && cells.putIfAbsent(next.workload(), next) == null;
    } else {
      // A cell never returns to an earlier value, since revisions grow, so comparing the whole
      // value is equivalent to comparing the revision.
      isReplaced =
          standing.revision() == next.revision() - 1
              && cells.replace(next.workload(), standing, next);
    }
    faults.after(call);
    return isReplaced;
  }
}
