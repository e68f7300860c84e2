package io.anabranch.apps.http;

import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Presentation.KeyColumn;
import io.anabranch.domain.view.Workload;
import java.util.List;
import java.util.stream.Stream;

/** The views of a workload and how each can be queried, as JSON. */
record WorkloadJson(String workload, List<String> topics, List<ViewJson> views) {

  static WorkloadJson of(Workload<?> workload) {
    return new WorkloadJson(
        workload.name(),
        List.copyOf(workload.topics()),
        presentations(workload).stream().map(view -> ViewJson.of(workload, view)).toList());
  }

  /** The presentations of a workload, and its balance. */
  static List<Presentation> presentations(Workload<?> workload) {
    return Stream.concat(workload.presentations().stream(), Stream.of(Balance.PRESENTATION))
        .toList();
  }

  record ViewJson(
      String view,
      String href,
      List<ColumnJson> key,
      List<String> fields,
      String bucket,
      List<String> by) {

    static ViewJson of(Workload<?> workload, Presentation view) {
      Bucket bucket = view.view().bucket();
      return new ViewJson(
          view.name(),
          Api.ROOT + "/workloads/" + workload.name() + "/views/" + view.name(),
          view.key().stream().map(ColumnJson::of).toList(),
          List.copyOf(view.fields()),
          bucket.spelling(),
          Stream.of(Bucket.MINUTE, Bucket.HOUR, Bucket.DAY)
              .filter(bucket::rollsUpTo)
              .map(Bucket::spelling)
              .toList());
    }
  }

  record ColumnJson(String column, String kind) {

    static ColumnJson of(KeyColumn column) {
      return new ColumnJson(
          column.name(),
          column instanceof KeyColumn.Time
              ? "time"
              : column instanceof KeyColumn.Label ? "label" : "dimension");
    }
  }
}
