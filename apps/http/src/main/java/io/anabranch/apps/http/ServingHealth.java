package io.anabranch.apps.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.anabranch.apps.http.status.LiveStatus;
import io.anabranch.apps.http.status.ServedWorkload;
import io.anabranch.apps.layers.NotStarted;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;

/**
 * Whether workloads answer: each is queried for its balance, which is cheap, as it has one row per
 * partition.
 */
final class ServingHealth extends Health {

  private static final Query.Fitted BALANCE = Query.ALL.fit(Balance.PRESENTATION).get();

  private record Body(Status status, List<WorkloadHealth> workloads) {}

  private record WorkloadHealth(
      String workload,
      boolean answers,
      Option<String> reason,
      long divergences,
      boolean balanceCloses,
      @JsonProperty("activeFailures") List<String> activeFailures) {

    static WorkloadHealth of(ServedWorkload served) {
      LiveStatus status = served.status();
      Option<String> reason = whyNotAnswering(served);
      return new WorkloadHealth(
          served.workload().name(),
          reason.isEmpty(),
          reason,
          status.audit().divergences(),
          status.balance().closes(),
          status.activeFailures().asJava());
    }

    Status status() {
      boolean isWell = activeFailures.isEmpty() && divergences == 0 && balanceCloses;
      return !answers ? Status.DOWN : isWell ? Status.UP : Status.DEGRADED;
    }
  }

  private final Collection<ServedWorkload> served;

  ServingHealth(SortedMap<String, ServedWorkload> served) {
    this.served = served.values();
  }

  /** Degraded if something needs attention, down if a workload cannot answer. */
  @Override
  Reply ready() {
    List<WorkloadHealth> all = served.stream().map(WorkloadHealth::of).toList();
    Status worst =
        all.stream().map(WorkloadHealth::status).max(Status::compareTo).orElse(Status.UP);
    return reply(worst, new Body(worst, all));
  }

  private static Option<String> whyNotAnswering(ServedWorkload served) {
    try {
      Answer answer = served.answer(BALANCE, Layer.MERGED, OffsetVector.ZERO);
      return answer.provenance().isExact()
          ? Option.none()
          : Option.some(answer.provenance().missing().mkString("; "));
    } catch (StoreFailure | NotStarted failure) {
      return Option.some(String.valueOf(failure.getMessage()));
    }
  }
}
