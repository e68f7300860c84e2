package io.anabranch.apps.http;

import io.anabranch.apps.live.LiveStatus;
import io.anabranch.apps.live.ServedWorkload;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * Whether the process lives, and whether its workloads answer: each is asked a question, the
 * balance, which has a row for each partition and is cheap.
 */
final class Health {

  private static final Query.Fitted BALANCE = Query.ALL.fit(Balance.PRESENTATION).get();

  private final SortedMap<String, ServedWorkload> served;

  Health(SortedMap<String, ServedWorkload> served) {
    this.served = served;
  }

  List<Route> routes() {
    return List.of(
        new Route.Document("/health", Reply.JSON, this::ready),
        new Route.Document("/health/ready", Reply.JSON, this::ready),
        new Route.Document("/health/live", Reply.JSON, this::live));
  }

  private Reply live(Route.Call call) throws Refusal {
    call.parameters().allowOnly(Set.of());
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("status", "up");
          json.writeEndObject();
        });
  }

  /** {@code up}, {@code degraded} if something needs a look, {@code down} if one cannot answer. */
  private Reply ready(Route.Call call) throws Refusal {
    call.parameters().allowOnly(Set.of());
    Map<String, Option<String>> whyNot = new LinkedHashMap<>();
    served.forEach((name, one) -> whyNot.put(name, whyNot(one)));
    boolean isDown = whyNot.values().stream().anyMatch(Option::isDefined);
    boolean isDegraded = served.values().stream().anyMatch(Health::needsALook);
    byte[] body =
        JsonText.of(
            json -> {
              json.writeStartObject();
              json.writeStringField("status", isDown ? "down" : isDegraded ? "degraded" : "up");
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
                json.writeArrayFieldStart("troubles");
                for (String trouble : status.troubles()) {
                  json.writeString(trouble);
                }
                json.writeEndArray();
                json.writeEndObject();
              }
              json.writeEndArray();
              json.writeEndObject();
            });
    Reply reply = Reply.of(isDown ? 503 : 200, Reply.JSON, body);
    return isDown ? reply.with("Retry-After", "1") : reply;
  }

  private static boolean needsALook(ServedWorkload one) {
    LiveStatus status = one.status();
    return !status.troubles().isEmpty() || !status.audit().isClean() || !status.balance().closes();
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
