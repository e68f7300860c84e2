package io.anabranch.apps.http.status;

import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.StoreFailure;

/** A running workload, as an API and a page need it. */
public interface ServedWorkload {

  Workload<?> workload();

  /**
   * The rows of a query, with the current labels.
   *
   * @param atLeast if V has not reached it, the answer is incomplete
   * @throws StoreFailure if there is no answer
   * @throws io.anabranch.apps.layers.NotStarted if the workload has no coverage
   */
  Answer answer(Query.Fitted query, Layer layer, OffsetVector atLeast) throws StoreFailure;

  /** The latest status. It was taken before, so this is cheap. */
  LiveStatus status();
}
