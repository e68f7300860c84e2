package io.anabranch.apps.http;

import io.anabranch.apps.http.status.LiveStatus;
import io.anabranch.apps.http.status.ServedWorkload;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * Whether workloads answer: each is asked a question, the balance, which has a row for each
 * partition and is cheap.
 */
final class ServingHealth extends Health {

  private static final Query.Fitted BALANCE = Query.ALL.fit(Balance.PRESENTATION).get();

  private final SortedMap<String, ServedWorkload> served;

  ServingHealth(SortedMap<String, ServedWorkload> served) {
    this.served = served;
  }

  /** Degraded if something needs a look, down if a workload cannot answer. */
  @Override
  Reply ready() {
    Map<String, Option<String>> whyNot = new LinkedHashMap<>();
    served.forEach((name, one) -> whyNot.put(name, whyNot(one)));
    boolean isDown = whyNot.values().stream().anyMatch(Option::isDefined);
    boolean isDegraded = served.values().stream().anyMatch(ServingHealth::needsALook);
    return standing(
        isDown ? Standing.DOWN : isDegraded ? Standing.DEGRADED : Standing.UP,
        json -> {
          json.writeArrayFieldStart("workloads");
          for (Map.Entry<String, ServedWorkload> one : served.entrySet()) {
            LiveStatus status = one.getValue().status();
            Option<String> reason = whyNot.getOrDefault(one.getKey(), Option.none());
            json.writeStartObject();
            json.writeStringField("workload", one.getKey());
            json.writeBooleanField("answers", reason.isEmpty());
            if (reason.isDefined()) {
              json.writeStringField("reason", reason.get());
            }
            json.writeNumberField("divergences", status.audit().divergences());
            json.writeBooleanField("balance_closes", status.balance().closes());
            writeTroubles(json, status.activeFailures());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static boolean needsALook(ServedWorkload one) {
    LiveStatus status = one.status();
    return !status.activeFailures().isEmpty()
        || !status.audit().isClean()
        || !status.balance().closes();
  }

  private static Option<String> whyNot(ServedWorkload one) {
    try {
      Answer answer = one.answer(BALANCE, Layer.MERGED, OffsetVector.ZERO);
      return answer.provenance().isExact()
          ? Option.none()
          : Option.some(answer.provenance().missing().mkString("; "));
    } catch (StoreFailure failure) {
      return Option.some(String.valueOf(failure.getMessage()));
    }
  }
}
