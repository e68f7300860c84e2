package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of topics that are not the workload's own, and the reference log among the input. */
class InputTopicsTest {

  private static final String READING = "w1.load 1 1711846800";
  private static final String GROUP =
      "{\\\"servidor_nombre\\\":\\\"w1\\\",\\\"servidor_grupo\\\":\\\"g1\\\"}";
  private static final String OTHER_GROUP = GROUP.replace("g1", "g2");

  @TempDir Path directory;

  private static String recorded(String topic, long offset, String value) {
    return "{\"topic\":\""
        + topic
        + "\",\"partition\":0,\"offset\":"
        + offset
        + ",\"value\":\""
        + value
        + "\"}";
  }

  private String file(String... lines) throws IOException {
    Path file = Files.createTempFile(directory, "input", ".ndjson");
    return Files.writeString(file, String.join("\n", lines) + "\n").toString();
  }

  private static Ran metrics(String file, String... more) {
    String[] arguments = {"replay", "metrics", "--view", "measurements", "--file", file};
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return Ran.run(all);
  }

  @Test
  void foldsAForeignTopicInTheBatchLayerToo() throws IOException {
    String file = file(recorded("other", 0, READING), recorded("other", 1, READING));

    Ran ran = metrics(file, "--layer", "batch", "--batches", "1", "--slice-bits", "0");

    assertThat(ran.rows()).singleElement().asString().contains("\"node\":\"w1\"");
    assertThat(ran.err())
        .contains("topic 'other' is not a topic of metrics; it is read as one\n")
        .doesNotContain("no slice was closed");
  }

  @Test
  void keepsTheSamePositionOfTwoTopicsApart() throws IOException {
    String file = file(recorded("collectd", 4, READING), recorded("other", 4, READING));

    Ran ran = metrics(file);

    assertThat(ran.code()).isEqualTo(ExitCode.OK);
    assertThat(ran.rows()).singleElement().asString().contains("\"count\":2");
  }

  @Test
  void takesTheReferenceLogFromTheInput() throws IOException {
    String file =
        file(
            recorded("especificaciones", 1, GROUP),
            recorded("especificaciones", 0, OTHER_GROUP),
            recorded("collectd", 0, READING));

    Ran ran = metrics(file, "--provenance");

    assertThat(ran.rows())
        .singleElement()
        .asString()
        .contains("\"group\":\"g1\"", "\"reference\":2");
    assertThat(ran.err())
        .contains("read 1 = folded 1 + duplicate 0 + rejected 0")
        .doesNotContain("no --reference");
  }

  @Test
  void letsTheReferenceFileComeAfterTheInputsOwn() throws IOException {
    String file = file(recorded("especificaciones", 0, GROUP), recorded("collectd", 0, READING));
    String reference = file(OTHER_GROUP.replace("\\", ""));

    Ran ran = metrics(file, "--reference", reference);

    assertThat(ran.rows()).singleElement().asString().contains("\"group\":\"g2\"");
  }

  @Test
  void readsATopicThatIsNoneOfSeveralByWhatItsRecordsAre() throws IOException {
    String user =
        "{\\\"user_id\\\":\\\"u1\\\",\\\"username\\\":\\\"ana\\\",\\\"karma\\\":3,"
            + "\\\"created_utc\\\":1711846800,\\\"timestamp\\\":1711846800}";
    String file = file(recorded("people", 0, user), recorded("people", 1, "{}"));

    Ran ran =
        Ran.run("replay", "social", "--view", "views_users_v1", "--file", file, "--layer=batch");

    assertThat(ran.code()).isEqualTo(ExitCode.OK);
    assertThat(ran.rows()).singleElement().asString().contains("\"u1\"");
    assertThat(ran.err())
        .contains("topic 'people' is not a topic of social")
        .contains("read 2 = folded 1 + duplicate 0 + rejected 1");
  }

  @Test
  void listsRejectedEntriesOfTheReferenceAndCountsThemAsPositions() throws IOException {
    String reference = file("{\"servidor_nombre\":\"w1\",\"servidor_grupo\":\"g1\"}{}", "broken");

    Ran ran = metrics(file(READING), "--reference", reference, "--rejected", "--provenance");

    assertThat(ran.err())
        .contains("rejected reference " + reference + ":1 entry 1: no ")
        .contains("rejected reference " + reference + ":2 entry 0: not JSON")
        .contains("reference: rejected 1 × not JSON")
        .doesNotContain("is this the reference");
    assertThat(ran.rows()).singleElement().asString().contains("\"reference\":3");
  }

  @Test
  void asksWhetherTheReferenceIsOne() throws IOException {
    Ran ran = metrics(file(READING), "--reference", file(READING, READING));

    assertThat(ran.err())
        .contains("every entry is rejected: is this reference data of the workload?");
  }
}
