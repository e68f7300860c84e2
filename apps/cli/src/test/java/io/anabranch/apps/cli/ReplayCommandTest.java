package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code replay} answers, how it exits, and what it says when it cannot. */
class ReplayCommandTest {

  private static final String APPLE = aPurchase("apple", "2024-08-01 13:31:21");
  private static final String KIWI = aPurchase("kiwi", "2024-08-02 10:00:00");
  private static final String APPLE_ROW =
      "{\"view\":\"items\",\"item\":\"apple\",\"units\":1,\"purchases\":1,\"revenue\":1.5,"
          + "\"customers\":0}";

  @TempDir Path directory;

  private static String aPurchase(String item, String time) {
    return "{\"item\":\""
        + item
        + "\",\"price\":1.5,\"snack_automat_id\":\"m\",\"order\":\"o-"
        + item
        + "\",\"timestamp\":\""
        + time
        + "\"}";
  }

  private static String recorded(long partition, String offset, String value) {
    return "{\"partition\":"
        + partition
        + ",\"offset\":"
        + offset
        + ",\"value\":\""
        + value.replace("\\", "\\\\").replace("\"", "\\\"")
        + "\"}";
  }

  private String file(String... lines) {
    try {
      Path file = Files.createTempFile(directory, "input", ".ndjson");
      return Files.writeString(file, String.join("\n", lines) + "\n").toString();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private static Ran vending(String file, String... more) {
    List<String> arguments = new ArrayList<>(List.of("replay", "vending", "--file", file));
    arguments.addAll(Arrays.asList(more));
    return Ran.run(arguments.toArray(String[]::new));
  }

  private static Ran metrics(String file, String... more) {
    List<String> arguments = new ArrayList<>(List.of("replay", "metrics", "--file", file));
    arguments.addAll(Arrays.asList(more));
    return Ran.run(arguments.toArray(String[]::new));
  }

  private static void assertRefused(Ran ran, int code, String... said) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err()).startsWith("anabranch: ").contains(said).doesNotContain("\tat ");
  }

  // -- answering ------------------------------------------------------------------------------

  @Test
  void writesRowsToStandardOutputAndTheRestToStandardError() {
    Ran ran = vending(file(APPLE, "broken", KIWI), "--view", "items");

    assertThat(ran.code()).isZero();
    assertThat(ran.rows()).hasSize(2).first().isEqualTo(APPLE_ROW);
    assertThat(ran.err())
        .contains("read 3 = folded 2 + duplicate 0 + rejected 1\n  1 not JSON\n")
        .contains("answer: ")
        .contains(", exact\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void auditsAfterEachPublicationAndAtTheEnd(int batches) {
    String[] lines = new String[40];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = recorded(i % 3, "" + i / 3, i % 9 == 8 ? "broken" : i % 2 == 0 ? APPLE : KIWI);
    }

    Ran ran = vending(file(lines), "--audit", "--batches", "" + batches, "--event-id", "order");

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.rows()).hasSize(6);
    assertThat(ran.err().lines().filter(line -> line.startsWith("audited ")))
        .hasSize((batches == 0 ? 4 : batches) + 1)
        .allMatch(line -> line.endsWith(": 0 divergences"))
        // 2 items, 1 machine, 1 label, 2 hours, and the balances of 3 partitions.
        .last()
        .asString()
        .startsWith("audited 9 rows and ")
        .contains(
            " at V [snack_automat_message-0:14 snack_automat_message-1:13"
                + " snack_automat_message-2:13]");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 10})
  void answersAnEmptyFileWithNoRows(int batches) {
    Ran ran = vending(file(), "--batches", "" + batches);

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("read 0 = folded 0 + duplicate 0 + rejected 0");
  }

  @Test
  void showsAnEmptyViewInEveryFormat() {
    assertThat(vending(file(), "--view", "items", "-o", "csv").out())
        .isEqualTo("view,item,units,purchases,revenue,customers\r\n");
    assertThat(vending(file(), "--view", "items", "-o", "table").out())
        .startsWith("items (0 rows)\n");
  }

  @Test
  void toleratesBlankLinesCarriageReturnsAndAMissingLineEnd() throws IOException {
    Path file = directory.resolve("input");
    Files.writeString(file, "\r\n" + APPLE + "\r\n \t\r\n" + KIWI);

    Ran ran = vending(file.toString(), "--view", "items");

    assertThat(ran.rows()).hasSize(2);
    assertThat(ran.err()).contains("read 2 = folded 2 ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 10})
  void takesARecordingThatStartsAnywhereAndHasFewerRecordsThanPublications(int batches) {
    String file = file(recorded(3, "1099511627777", KIWI), recorded(1, "7", APPLE));

    Ran ran = vending(file, "--view", "items", "--batches", "" + batches);

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.rows()).hasSize(2).first().isEqualTo(APPLE_ROW);
  }

  @Test
  void countsARecordWithoutAValueAsRejected() {
    Ran ran =
        vending(file("{\"partition\":0,\"offset\":0,\"value\":null}", recorded(0, "5", APPLE)));

    assertThat(ran.code()).isZero();
    assertThat(ran.err()).contains("read 2 = folded 1 + duplicate 0 + rejected 1\n  1 not UTF-8");
  }

  @Test
  void saysWhichPublicationsWereEmpty() {
    Ran ran = vending(file(APPLE, KIWI), "--view", "items", "--batches", "5");

    assertThat(ran.code()).isZero();
    assertThat(ran.rows()).hasSize(2);
    assertThat(ran.err())
        .contains("publications 1 to 2 of 5: empty: no slice was closed since the last\n")
        .contains("publication 3 of 5: cut [snack_automat_message-0:1]");
  }

  @Test
  void countsAnIdOnceWithinTheHorizon() {
    String file = file(APPLE, KIWI, KIWI, APPLE);

    assertThat(vending(file, "--event-id", "order").err())
        .contains("read 4 = folded 2 + duplicate 2 + rejected 0");
    assertThat(vending(file, "--event-id", "order", "--horizon", "1").err())
        .contains("read 4 = folded 3 + duplicate 1 + rejected 0");
    assertThat(vending(file, "--event-id", "order", "--horizon", "0").err())
        .contains("read 4 = folded 4 + duplicate 0 + rejected 0");
  }

  @Test
  void listsEachRejectedEventWithItsPositionAndReason() {
    Ran ran = vending(file(APPLE, "broken", "{\"item\":\"\"}"), "--rejected");

    assertThat(ran.err())
        .contains("rejected snack_automat_message-0 offset 1 event 0: not JSON\n")
        .contains("rejected snack_automat_message-0 offset 2 event 0: not a name (item)\n");
  }

  @Test
  void speedAndBatchAddUpToMerged() {
    String file = file(APPLE, KIWI, APPLE, APPLE);
    String[] total = {"--view", "items", "item=apple", "--batches", "1", "--slice-bits", "1"};

    Ran batch = vending(file, with(total, "--layer", "batch"));
    Ran speed = vending(file, with(total, "--layer", "speed"));
    Ran merged = vending(file, with(total, "--layer", "merged"));

    assertThat(batch.out()).contains("\"units\":1,");
    assertThat(speed.out()).contains("\"units\":2,");
    assertThat(merged.out()).contains("\"units\":3,");
  }

  private static String[] with(String[] some, String... more) {
    List<String> all = new ArrayList<>(Arrays.asList(some));
    all.addAll(Arrays.asList(more));
    return all.toArray(String[]::new);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-08-01,13",
    "2024-08-01T13,13",
    "2024-08-01 13:00,13",
    "2024-08-01T13:31:21,13",
    "2024-08-02T10:00Z,10",
  })
  void takesATimeAsExactAsItIsWritten(String at, String hour) {
    Ran ran = vending(file(APPLE, KIWI), "--view", "hours", "--at", at);

    assertThat(ran.rows()).hasSize(1).first().asString().contains("T" + hour + ":00:00Z");
  }

  @Test
  void takesASpanHalfOpen() {
    String file = file(APPLE, KIWI);

    assertThat(vending(file, "--view", "hours", "--from", "2024-08-01", "--to", "2024-08-02").out())
        .contains("2024-08-01T13")
        .doesNotContain("2024-08-02");
    assertThat(vending(file, "--view", "hours", "--from", "2024-08-02").rows()).hasSize(1);
  }

  @Test
  void mergesBucketsIntoLongerOnes() {
    String file = file(APPLE, aPurchase("kiwi", "2024-08-01 23:00:00"));

    assertThat(vending(file, "--view", "hours", "--by", "1d").rows())
        .singleElement()
        .asString()
        .contains("\"hour\":\"2024-08-01T00:00:00Z\",\"units\":2");
  }

  @Test
  void asksByDimensionAndByLabel() {
    String file = file("w1.load 1 1711846800", "w2.load 2 1711846800");
    String reference = file("{\"servidor_nombre\":\"w1\",\"servidor_grupo\":\"g1\"}");
    String[] shown = {"--reference", reference, "--view", "measurements"};

    assertThat(metrics(file, with(shown, "node=w2")).rows())
        .singleElement()
        .asString()
        .contains("\"node\":\"w2\"", "\"group\":\"Sin Asignar\"");
    assertThat(metrics(file, with(shown, "group=g1")).rows())
        .singleElement()
        .asString()
        .contains("\"node\":\"w1\"", "\"group\":\"g1\"");
  }

  @Test
  void writesProvenanceInlineWhereAsked() {
    Ran ran = vending(file(APPLE), "--view", "items", "--provenance");

    assertThat(ran.rows())
        .singleElement()
        .asString()
        .contains("\"provenance\":{\"layer\":\"merged\"", "\"answer\":\"exact\"");
    assertThat(ran.err()).doesNotContain("answer: ");
  }

  // -- formats --------------------------------------------------------------------------------

  @Test
  void quotesCsvByRfc4180() {
    String item = "a,\\\"b\\\"\\n";

    Ran ran = vending(file(aPurchase(item, "2024-08-01 13:31:21")), "--view", "items", "-o", "csv");

    assertThat(ran.out().split("\r\n", -1))
        .containsExactly(
            "view,item,units,purchases,revenue,customers", "items,\"a,\"\"b\"\"\n\",1,1,1.5,0", "");
  }

  @Test
  void showsControlCharactersInATableAsEscapes() {
    Ran ran =
        vending(
            file(aPurchase("a\\n\\u001b[1m", "2024-08-01 13:31:21")),
            "--view",
            "items",
            "-o",
            "table");

    assertThat(ran.out()).contains("a\\u000a\\u001b[1m").doesNotContain("\u001b");
  }

  @Test
  void writesOneJsonObjectPerLineWithKeysThatBreakPathsAndLines() {
    Ran ran =
        vending(
            file(aPurchase("../a/\\\"b\\n\\u0000\\ud800", "2024-08-01 13:31:21")),
            "--view",
            "items");

    assertThat(ran.rows())
        .singleElement()
        .asString()
        .contains("\"item\":\"../a/\\\"b\\n\\u0000\\uD800\"");
  }

  @Test
  void writesTheSameInEveryLocale() {
    String[] lines = new String[1_500];
    Arrays.fill(lines, APPLE);
    String file = file(lines);
    Locale before = Locale.getDefault();
    Ran root = vending(file, "-o", "table");
    Ran abroad;
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      abroad = vending(file, "-o", "table");
    } finally {
      Locale.setDefault(before);
    }

    assertThat(abroad.out()).isEqualTo(root.out());
    assertThat(abroad.err())
        .contains("vending: 1,500 records in 1 partition")
        .isEqualTo(root.err());
  }

  @Test
  void printsNoStackTraceWhenItsReaderHasGone() {
    PrintStream gone =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            },
            false,
            StandardCharsets.UTF_8);
    java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();

    Main.run(
        new String[] {"replay", "vending", "--file", file(APPLE)},
        gone,
        new PrintStream(err, true, StandardCharsets.UTF_8));

    assertThat(gone.checkError()).isTrue();
    assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("\tat ", "Exception");
  }

  // -- refusing -------------------------------------------------------------------------------

  @Test
  void refusesWhatThereIsNotAndNamesWhatThereIs() {
    String file = file(APPLE);

    assertRefused(Ran.run(), 2, "Missing command");
    assertRefused(Ran.run("xyzzy"), 2, "no command 'xyzzy'", "replay");
    assertRefused(Ran.run("replay", "nope", "--file", file), 2, "no workload 'nope'", "vending");
    assertRefused(Ran.run("replay", "vending"), 2, "--file");
    assertRefused(vending(file, "--nope"), 2, "--nope", "--help");
    assertRefused(vending(file, "--view", "nope"), 2, "no view 'nope'", "items, machines");
    assertRefused(vending(file, "--view", "items", "colour=1"), 2, "'colour'", "it has item");
    assertRefused(vending(file, "--view", "items", "item"), 2, "COLUMN=VALUE");
    assertRefused(vending(file, "--view", "items", "item=a", "item=b"), 2, "'item' is given twice");
    assertRefused(vending(file, "item=apple"), 2, "--view");
  }

  @ParameterizedTest
  @CsvSource({
    "--horizon 3,--event-id",
    "--event-id order --horizon -1,--horizon",
    "--zone UTC,--zone: vending has no setting 'zone'",
    "--reference x,--reference: vending has no reference data",
    "--slice-bits 99,0 to 40",
    "--batches -1,--batches takes 0 to",
    "--batches 2147483647,--batches takes 0 to",
    "--batches 99999999999,--batches",
    "--view hours --by 1m,has buckets of 1h",
    "--view hours --by 5h,--by must be",
    "--view items --by 1h,has no time",
    "--at 2024-08-01,--view",
    "--view hours --at yesterday,is not a time (examples",
    "--view hours --at 2024-13-01,is not a time",
    "--view hours --from 2024-08-02 --to 2024-08-02,--to must be after --from",
    "--view hours --from 2024-08-01 --at 2024-08-02,--at cannot be combined with --from",
    "-o xml,table",
    "--layer nope,merged",
  })
  void refusesOptionsThatDoNotFit(String options, String said) {
    assertRefused(vending(file(APPLE), options.split(" ")), 2, said);
  }

  @Test
  void refusesWhatMetricsCannotDo() {
    String file = file("w1.load 1 1711846800");

    assertRefused(metrics(file, "--event-id", "x"), 2, "have no event id");
    assertRefused(metrics(file, "--zone", "Mars/X"), 2, "--zone is 'Mars/X'", "Europe/Madrid");
  }

  @Test
  void failsWhereAFileCannotBeRead() {
    assertRefused(vending(directory.resolve("absent").toString()), 1, "does not exist", "check");
    assertRefused(vending(directory.toString()), 1, "it is a directory", "check");
    assertRefused(vending("a\0b"), 1, "it is not a valid path", "check");
    assertRefused(vending(""), 1, "the file name is empty", "check");
    assertRefused(
        metrics(file(), "--reference", directory.resolve("absent").toString()), 1, "check");
  }

  @Test
  void failsWhereAPositionIsTakenTwiceAndNamesBothLines() {
    String file = file(recorded(0, "4", APPLE), recorded(1, "4", APPLE), recorded(0, "4", KIWI));

    assertRefused(vending(file), 1, file + ":3", file + ":1", "offset 4", "remove one");
  }

  @ParameterizedTest
  @CsvSource({
    "0,-1",
    "0,1.0",
    "0,true",
    "0,9223372036854775807",
    "0,1180591620717411303424",
    "-1,0",
    "10000,0",
    "2147483647,0",
    "99999999999,0",
  })
  void failsWhereAPositionIsNone(long partition, String offset) {
    String file = file(recorded(partition, offset, APPLE));

    assertRefused(vending(file), 1, file + ":1", "must be a whole number", "correct or remove");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 40})
  void takesTheLargestOffset(int sliceBits) {
    String last = Long.toString(Long.MAX_VALUE - (1L << 40));

    Ran ran =
        vending(file(recorded(0, last, APPLE)), "--view", "items", "--slice-bits", "" + sliceBits);

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.rows()).containsExactly(APPLE_ROW);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0,1", "0,3", "4,0", "4,10", "40,0", "40,3"})
  void stepsOverHolesOfAnyLength(int sliceBits, int batches) {
    String file =
        file(
            recorded(0, "7", APPLE),
            recorded(0, "4611686018427387904", KIWI),
            recorded(0, "4611686018427387907", APPLE));

    Ran ran =
        vending(file, "--view", "items", "--slice-bits", "" + sliceBits, "--batches", "" + batches);

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.rows())
        .containsExactly(
            APPLE_ROW.replace(":1,", ":2,").replace("1.5", "3.0"),
            APPLE_ROW.replace("apple", "kiwi"));
  }

  @Test
  void failsWhereBytesAreNotBase64() {
    String good = "{\"partition\":0,\"offset\":0,\"valueBase64\":\"e30=\"}";
    String bad = "{\"partition\":0,\"offset\":1,\"valueBase64\":\"***\"}";
    String file = file(good, bad);

    assertRefused(
        vending(file), 1, file + ":2", "valueBase64 is not valid Base64", "correct or remove");
  }

  @Test
  void showsAStackTraceOnlyWhereAsked() {
    String absent = directory.resolve("absent").toString();

    assertThat(vending(absent).err()).doesNotContain("\tat ");
    assertThat(vending(absent, "--debug").err()).contains("\tat ");
  }
}
