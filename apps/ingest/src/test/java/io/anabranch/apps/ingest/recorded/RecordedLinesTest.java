package io.anabranch.apps.ingest.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedLinesTest {

  @TempDir Path directory;

  @Test
  void reportsDeniedPermissionAndWhatToDo() {
    String description = RecordedLines.describe(new AccessDeniedException("/data/secret.ndjson"));

    assertThat(description)
        .contains("permission denied", "chmod")
        .doesNotContain("secret.ndjson", "readable file");
  }

  @Test
  void reportsWhyAFileCannotBeOpened() throws IOException {
    String below = Files.writeString(directory.resolve("file"), "").resolve("below").toString();

    assertThatThrownBy(() -> new RecordedLines().read(below, message -> {}))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "cannot read '" + below + "': Not a directory; check that it is a readable file");
  }
}
