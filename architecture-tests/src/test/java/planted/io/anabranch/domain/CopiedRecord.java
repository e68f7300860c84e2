package planted.io.anabranch.domain;

import java.util.List;
import java.util.UUID;

/** As it should be. */
record CopiedRecord(List<String> fields, UUID topic) {
  CopiedRecord {
    fields = List.copyOf(fields);
  }
}
