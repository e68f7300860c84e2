package io.anabranch.apps.http.status;

import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.StoreFailure;

/** A workload that answers while it runs: what an API and a page need of it. */
public interface ServedWorkload {

  Workload<?> workload();

  /**
   * The rows that a query asks for, with the labels of now.
   *
   * @param atLeast V may not be below it, or the answer is incomplete
   * @throws StoreFailure if there is no answer
   */
  Answer answer(Query.Fitted query, Layer layer, OffsetVector atLeast) throws StoreFailure;

  /** What it tells of itself: a value that was ready before, so this is cheap. */
  LiveStatus status();
}
