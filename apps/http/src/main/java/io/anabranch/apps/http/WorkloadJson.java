package io.anabranch.apps.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Presentation.KeyColumn;
import io.anabranch.domain.view.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What can be asked of a workload, as JSON. */
final class WorkloadJson {

  private WorkloadJson() {}

  /** All that is shown of a workload: its own presentations, then its balance. */
  static List<Presentation> shown(Workload<?> workload) {
    List<Presentation> all = new ArrayList<>(workload.presentations());
    all.add(Balance.PRESENTATION);
    return all;
  }

  static void write(JsonGenerator json, Workload<?> workload) throws IOException {
    json.writeStartObject();
    json.writeStringField("workload", workload.name());
    json.writeArrayFieldStart("topics");
    for (String topic : workload.topics()) {
      json.writeString(topic);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("views");
    for (Presentation view : shown(workload)) {
      view(json, workload, view);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void view(JsonGenerator json, Workload<?> workload, Presentation view)
      throws IOException {
    Bucket kept = view.view().bucket();
    json.writeStartObject();
    json.writeStringField("view", view.name());
    json.writeStringField(
        "href", Api.ROOT + "/workloads/" + workload.name() + "/views/" + view.name());
    json.writeArrayFieldStart("key");
    for (KeyColumn column : view.key()) {
      json.writeStartObject();
      json.writeStringField("column", column.name());
      json.writeStringField(
          "kind",
          column instanceof KeyColumn.Time
              ? "time"
              : column instanceof KeyColumn.Label ? "label" : "dimension");
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("fields");
    for (String field : view.fields()) {
      json.writeString(field);
    }
    json.writeEndArray();
    json.writeStringField("bucket", kept.spelling());
    json.writeArrayFieldStart("by");
    for (Bucket longer : new Bucket[] {Bucket.MINUTE, Bucket.HOUR, Bucket.DAY}) {
      if (kept.rollsUpTo(longer)) {
        json.writeString(longer.spelling());
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
