package io.anabranch.apps.layers.audit;

import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.View;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of a stored view.
 *
 * @param description the view and the readable key: {@code items[item=apple]}
 */
public record RowPlace(String view, RowKey key, String description) {

  static RowPlace of(View<?> view, RowKey key) {
    List<String> parts = new ArrayList<>();
    List<Utf8> dimensions = key.dimensions();
    for (int i = 0; i < dimensions.size(); i++) {
      parts.add(
          view.dimensions().get(i) + "=" + AuditMessages.sanitized(dimensions.get(i).toString()));
    }
    if (view.bucket() != Bucket.ALWAYS) {
      parts.add(view.bucket().format(key.bucketStart()));
    }
    return new RowPlace(view.name(), key, view + "[" + String.join(", ", parts) + "]");
  }
}
