package planted.io.anabranch.domain.view;

import planted.io.anabranch.domain.fold.Balance;

/** The cycle that is let through. */
public interface Workload {
  Balance balance();
}
