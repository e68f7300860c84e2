package io.anabranch.apps.cli;

import io.anabranch.apps.audit.AuditReport;
import io.anabranch.apps.audit.Auditor;
import io.anabranch.apps.batch.Publication;
import io.anabranch.apps.query.ProvenanceJson;
import io.anabranch.apps.query.Question;
import io.anabranch.apps.replay.DaggerReplayComponent;
import io.anabranch.apps.replay.InputProblem;
import io.anabranch.apps.replay.InputTopics;
import io.anabranch.apps.replay.RecordedInput;
import io.anabranch.apps.replay.ReferenceRecord;
import io.anabranch.apps.replay.Replay;
import io.anabranch.apps.replay.ReplayListener;
import io.anabranch.apps.replay.ReplayRequest;
import io.anabranch.apps.serving.LabelsAt;
import io.anabranch.apps.workloads.Workloads;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Provenance;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.metrics.MetricsWorkload;
import io.anabranch.domain.metrics.Specifications;
import io.anabranch.domain.shift.ShiftCalendar;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code replay}: the whole lambda over recorded input in one go, then its views. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    header = "Run the whole lambda over recorded input, then show its views.",
    sortOptions = false,
    customSynopsis = "anabranch replay WORKLOAD --file F [COLUMN=VALUE...] [OPTIONS]",
    description = {
      "",
      "  anabranch replay vending --file samples/purchases.ndjson --view items",
      "  anabranch replay metrics --file samples/collectd.ndjson \\",
      "      --reference samples/especificaciones.ndjson --zone Europe/Madrid \\",
      "      --view measurements node=worker01 --at 2024-03-31T01:10",
      "  anabranch replay vending --file samples/purchases.ndjson --view hours --by 1d -o csv",
      "  anabranch replay social --file samples/reddit.ndjson --view views_top_posts_v1",
      "  anabranch replay weather --file samples/weather.ndjson --view city_stats city=Paris",
      "  anabranch replay vending --file samples/purchases.ndjson \\",
      "      --event-id order --horizon 100000 --rejected",
      "",
      "A file holds one message per line, or a recording: an object per line with",
      "topic, partition, offset, timestamp, key and value or valueBase64.",
      "It takes about 8 times the size of the files in memory, which is at most 60 % of the"
          + " machine's",
      "unless ANABRANCH_JAVA_OPTS=-Xmx8g or the like says otherwise.",
      "Rows go to standard output, everything else to standard error.",
      ""
    })
final class ReplayCommand implements Callable<Integer> {

  private static final int MOST_BATCHES = 1_000_000;
  private static final int MOST_PARTITIONS_NAMED = 3;

  @Spec private CommandSpec spec;

  // Not required, as the file is not: a misspelt option is to be told before what it left missing.
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "WORKLOAD",
      completionCandidates = WorkloadHelp.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String workloadName = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "COLUMN=VALUE",
      description = "Only rows with this value in a column of the key; needs --view.")
  private List<String> equal = new ArrayList<>();

  @picocli.CommandLine.Option(
      names = "--file",
      paramLabel = "F",
      description = "Recorded input; - is standard input. May be given several times.")
  private List<String> files = new ArrayList<>();

  @picocli.CommandLine.Option(
      names = "--reference",
      paramLabel = "F",
      description = "Groups and shifts, for metrics.")
  private @Nullable String reference;

  @picocli.CommandLine.Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "The zone that shifts are told in, for metrics; UTC unless told.")
  private @Nullable String zone;

  @picocli.CommandLine.Option(
      names = "--view",
      paramLabel = "V",
      description = "Show this view only; 'balance' shows what became of the events.")
  private @Nullable String view;

  @Mixin private QueryOptions query = new QueryOptions();

  @picocli.CommandLine.Option(
      names = "--batches",
      defaultValue = "3",
      paramLabel = "N",
      description =
          "Publications of the batch layer on the way; 0 is kappa; ${DEFAULT-VALUE} unless told.")
  private int batches;

  @picocli.CommandLine.Option(
      names = "--slice-bits",
      paramLabel = "K",
      description = "Slices of 2^K offsets; picked unless told.")
  private @Nullable Integer sliceBits;

  @picocli.CommandLine.Option(
      names = "--event-id",
      paramLabel = "FIELD",
      description =
          "Count an event once per value of this field, a text or an integer; events without it are"
              + " rejected.")
  private @Nullable String eventId;

  @picocli.CommandLine.Option(
      names = "--horizon",
      paramLabel = "H",
      description = "How many offsets back to look for the same id; all unless told.")
  private @Nullable Long horizon;

  @picocli.CommandLine.Option(
      names = {"-o", "--output"},
      paramLabel = "table|json|csv",
      description = "How rows are written; a table on a terminal, else json.")
  private RowWriter.@Nullable Format output;

  @picocli.CommandLine.Option(
      names = "--provenance",
      description = "Write the provenance with the rows, not to standard error.")
  private boolean inline;

  @picocli.CommandLine.Option(
      names = "--rejected",
      description = "List each rejected event with its position and reason.")
  private boolean listRejected;

  @picocli.CommandLine.Option(
      names = "--audit",
      description =
          "After each publication and at the end, recount every row and every slice one event at a"
              + " time and compare; exit 1 if anything differs.")
  private boolean isAudited;

  @Override
  public Integer call() throws InputProblem, StoreFailure, IOException {
    checkArguments();
    WorkloadFactory shipped = factory();
    if (reference != null && !isMetrics()) {
      throw new Usage("--reference is for metrics; " + workloadName + " has no reference data");
    }
    // Wrong usage is told before the input is read. Views depend on no reference data.
    Workload<?> workload = create(shipped, definition(Specifications.NONE));
    List<Query.Fitted> queries = queries(workload);
    int publications = checkedBatches();
    Clock clock = Clock.systemUTC();
    InputTopics topics = topics(workload);
    RecordedInput input = read(topics, clock);
    WorkloadFactory factory = topics.widened(shipped);
    ReferenceLog referenceLog = referenceLog(input);
    DefinitionSpec definition = definition(referenceLog.specifications());
    LabelsAt labels = referenceLog.labels();
    ReplayRequest request =
        new ReplayRequest(definition, input, Option.of(sliceBits), publications);

    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      SecureRandom random = new SecureRandom();
      Replay replay =
          DaggerReplayComponent.factory()
              .create(factory, threads, () -> new BigInteger(64, random).toString(36), clock)
              .replay();
      if (view != null) {
        queries.forEach(asked -> query.coarserThanAsked(asked).forEach(err()::println));
      }
      Workload<?> shown = create(factory, definition);
      Option<Auditor> auditor = Option.when(isAudited, () -> replay.auditor(shown));
      replay.run(request, new Narrator(err(), workloadName, auditor));
      int code = answer(replay, shown, queries, labels);
      return auditor.map(recounting -> audited(recounting.report(), code)).getOrElse(code);
    } finally {
      threads.shutdownNow();
    }
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private void checkArguments() {
    if (workloadName.isEmpty()) {
      throw new Usage("Missing the workload: replay WORKLOAD --file F; there are " + workloads());
    }
    equal.stream().filter(word -> !word.contains("=")).forEach(ReplayCommand::refuseFile);
    if (files.isEmpty()) {
      throw new Usage(
          "Missing the input: --file F, where F is recorded input or - for standard input");
    }
  }

  /** A pattern that the shell made many words of leaves all but its first without a flag. */
  private static void refuseFile(String word) {
    if (new File(word).isFile()) {
      throw new Usage("'" + word + "' is a file: give --file before each file");
    }
  }

  private static String workloads() {
    return String.join(", ", WorkloadHelp.names());
  }

  private WorkloadFactory factory() {
    Option<WorkloadFactory> factory =
        Option.ofOptional(
            Workloads.all().stream().filter(f -> f.workload().equals(workloadName)).findFirst());
    if (factory.isEmpty()) {
      refuseFile(workloadName);
      throw new Usage("there is no workload '" + workloadName + "'; there are " + workloads());
    }
    return factory.get();
  }

  private boolean isMetrics() {
    return workloadName.equals(MetricsWorkload.NAME);
  }

  private InputTopics topics(Workload<?> workload) {
    return isMetrics()
        ? InputTopics.of(workload, MetricsWorkload.REFERENCE_TOPIC)
        : InputTopics.of(workload);
  }

  private RecordedInput read(InputTopics topics, Clock clock) throws InputProblem {
    RecordedInput input = RecordedInput.read(files, topics, clock.millis());
    for (String foreign : topics.foreign()) {
      err()
          .println(
              "topic '"
                  + foreign
                  + "' is none of "
                  + workloadName
                  + "'s: it is read as if it were");
    }
    return input;
  }

  /** The entries among the input, then those of the file that is named. */
  private ReferenceLog referenceLog(RecordedInput input) throws InputProblem {
    List<ReferenceRecord> records = new ArrayList<>(input.reference());
    if (reference != null) {
      records.addAll(RecordedInput.readReference(reference));
    }
    if (isMetrics() && records.isEmpty()) {
      err()
          .println(
              (reference == null ? "no --reference" : "the reference is empty")
                  + ": every group and shift is "
                  + ShiftCalendar.UNASSIGNED);
    }
    ReferenceLog log = ReferenceLog.of(records);
    log.tell(err(), listRejected);
    return log;
  }

  private DefinitionSpec definition(Specifications specifications) {
    DefinitionSpec plain = DefinitionSpec.of(workloadName, new SliceBits(0));
    if (sliceBits != null && (sliceBits < 0 || sliceBits > SliceBits.MAX)) {
      throw new Usage("--slice-bits takes 0 to " + SliceBits.MAX + ", not " + sliceBits);
    }
    if (isMetrics()) {
      ShiftCalendar calendar = ShiftCalendar.of(specifications.shifts(), zone());
      plain = plain.withParameters(calendar.toParameters());
    } else if (zone != null) {
      throw new Usage("--zone is for metrics; " + workloadName + " has no shifts");
    }
    if (eventId == null) {
      if (horizon != null) {
        throw new Usage("--horizon goes with --event-id FIELD: it says how far back to look");
      }
      return plain;
    }
    if (eventId.isEmpty() || (horizon != null && horizon < 0)) {
      throw new Usage("--event-id takes a field's name and --horizon a number from 0 on");
    }
    return plain.withDuplicates(
        new DuplicateRule(eventId, horizon == null ? Long.MAX_VALUE : horizon));
  }

  private ZoneId zone() {
    try {
      return ZoneId.of(zone == null ? "UTC" : zone);
    } catch (DateTimeException unknown) {
      throw new Usage("there is no zone '" + zone + "'; write it like Europe/Madrid");
    }
  }

  private static Workload<?> create(WorkloadFactory factory, DefinitionSpec definition) {
    try {
      return factory.create(definition);
    } catch (IllegalArgumentException unfit) {
      throw new Usage(String.valueOf(unfit.getMessage()));
    }
  }

  private int checkedBatches() {
    if (batches < 0 || batches > MOST_BATCHES) {
      throw new Usage("--batches takes 0 to " + MOST_BATCHES + ", not " + batches);
    }
    return batches;
  }

  private List<Query.Fitted> queries(Workload<?> workload) {
    Question question = query.question(equal);
    Query asked = QueryOptions.query(question);
    if (view != null) {
      String name = view;
      Presentation shown =
          workload
              .presentation(name)
              .getOrElseThrow(
                  () ->
                      new Usage(
                          "there is no view '"
                              + name
                              + "' of "
                              + workload
                              + "; there are "
                              + workload.presentations().stream()
                                  .map(Presentation::name)
                                  .collect(Collectors.joining(", "))));
      return List.of(QueryOptions.fit(question, asked, shown));
    }
    if (!equal.isEmpty() || query.hasSpan()) {
      throw new Usage("COLUMN=VALUE, --at, --from and --to ask one view: name it with --view");
    }
    if (output == RowWriter.Format.CSV && workload.presentations().size() > 1) {
      throw new Usage(
          "csv shows one view: name it with --view; there are "
              + workload.presentations().stream()
                  .map(Presentation::name)
                  .collect(Collectors.joining(", ")));
    }
    List<Query.Fitted> all = new ArrayList<>();
    for (Presentation shown : workload.presentations()) {
      Option<Query.Fitted> fitted = asked.fit(shown).toOption();
      if (fitted.isEmpty()) {
        err().println("view " + shown + " cannot be merged into longer times: shown as it is");
      }
      all.add(fitted.getOrElse(() -> QueryOptions.fit(question, Query.ALL, shown)));
    }
    return all;
  }

  private int answer(
      Replay replay, Workload<?> workload, List<Query.Fitted> queries, LabelsAt labels)
      throws StoreFailure, IOException {
    PrintWriter err = err();
    boolean isBalanced = tellBalance(replay, workload, err);
    BufferedWriter out = new BufferedWriter(spec.commandLine().getOut(), 1 << 16);
    RowWriter rows = RowWriter.of(RowWriter.chosen(output), out);
    boolean isExact = true;
    Option<Provenance> told = Option.none();
    for (Query.Fitted fitted : queries) {
      Answer answer = replay.answer(workload, fitted, query.layer(), labels);
      rows.write(
          RowWriter.Shown.of(fitted.presentation()),
          answer.rows(),
          inline ? Option.some(ProvenanceJson.text(answer.provenance())) : Option.none());
      isExact &= answer.provenance().isExact();
      told = Option.some(answer.provenance());
    }
    out.flush();
    if (!inline) {
      told.forEach(provenance -> tell(provenance, err));
    }
    if (!isBalanced) {
      err.println("anabranch: the balance does not close: this is a fault of its own, report it");
      return ExitCode.FAILED;
    }
    return isExact ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  /** A divergence comes before everything that the answer itself may say. */
  private int audited(AuditReport audit, int code) {
    audit.findings().forEach(finding -> err().println("anabranch: " + finding.words()));
    return code == ExitCode.OK || !audit.isClean() ? ExitCode.of(audit) : code;
  }

  private boolean tellBalance(Replay replay, Workload<?> workload, PrintWriter err)
      throws StoreFailure {
    BigInteger[] sums = new BigInteger[] {zero(), zero(), zero(), zero()};
    for (Row row : replay.balance(workload).rows()) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] = sums[i].add(((Value.Whole) row.values().get(3 + i)).number());
      }
    }
    err.printf(
        Locale.ROOT,
        "read %s = folded %s + duplicate %s + rejected %s%n",
        sums[0],
        sums[1],
        sums[2],
        sums[3]);
    Map<String, Integer> reasons = new TreeMap<>();
    replay.rejections(
        workloadName,
        event -> {
          reasons.merge(event.rejection().reason(), 1, Integer::sum);
          if (listRejected) {
            err.println(words(event));
          }
        });
    reasons.forEach((reason, count) -> err.printf(Locale.ROOT, "  %d %s%n", count, reason));
    if (sums[0].signum() == 0) {
      err.println("the input holds no events, so there are no rows");
    } else if (sums[3].equals(sums[0])
        && eventId != null
        && reasons.keySet().equals(Set.of(new Rejection.Missing(eventId).reason()))) {
      err.println(
          "every event is rejected, so there are no rows: no event has the field '"
              + eventId
              + "' of --event-id");
    } else if (sums[3].equals(sums[0])) {
      err.println(
          "every event is rejected, so there are no rows: is this the input of "
              + workloadName
              + "?");
    }
    long listed = reasons.values().stream().mapToLong(Integer::longValue).sum();
    return sums[0].equals(sums[1].add(sums[2]).add(sums[3]))
        && sums[3].equals(BigInteger.valueOf(listed));
  }

  private static BigInteger zero() {
    return BigInteger.ZERO;
  }

  private static String words(RejectedEvent event) {
    String field = event.rejection().field();
    return "rejected "
        + event.partition()
        + " offset "
        + event.offset()
        + " event "
        + event.index()
        + ": "
        + event.rejection().reason()
        + (field.isEmpty() ? "" : " (" + field + ")");
  }

  private static void tell(Provenance provenance, PrintWriter err) {
    err.printf(
        Locale.ROOT,
        "answer: definition %d, epoch %d, cut %s, V %s, %s%n",
        provenance.definition().value(),
        provenance.epoch(),
        words(provenance.cut()),
        words(provenance.reach()),
        provenance.isExact() ? "exact" : "incomplete: " + provenance.missing().mkString("; "));
  }

  private static String words(OffsetVector offsets) {
    if (offsets.asMap().size() > MOST_PARTITIONS_NAMED) {
      BigInteger sum =
          offsets.asMap().values().stream()
              .map(BigInteger::valueOf)
              .reduce(BigInteger.ZERO, BigInteger::add);
      return String.format(Locale.ROOT, "[%d partitions, %,d in sum]", offsets.asMap().size(), sum);
    }
    return offsets.asMap().entrySet().stream()
        .map(e -> e.getKey() + ":" + e.getValue())
        .collect(Collectors.joining(" ", "[", "]"));
  }

  private static String counted(long number, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : many);
  }

  /** Tells on standard error what the replay does. */
  private static final class Narrator implements ReplayListener {

    private final PrintWriter err;
    private final String workload;
    private final Option<Auditor> auditor;
    private boolean isEmptyInput;

    /** The first of the publications up to now that were empty, or 0. */
    private int emptySince;

    Narrator(PrintWriter err, String workload, Option<Auditor> auditor) {
      this.err = err;
      this.workload = workload;
      this.auditor = auditor;
    }

    @Override
    public void read(long records, int partitions, SliceBits slices, boolean picked) {
      isEmptyInput = records == 0;
      if (isEmptyInput) {
        err.println(workload + ": the input is empty");
        return;
      }
      err.println(
          workload
              + ": "
              + counted(records, "record", "records")
              + " in "
              + counted(partitions, "partition", "partitions")
              + ", slices of "
              + counted(1L << slices.bits(), "offset", "offsets")
              + " (--slice-bits "
              + slices.bits()
              + (picked ? ", picked to fit the publications)" : ")"));
    }

    @Override
    public void published(
        int number, int of, boolean kappa, Publication publication, long cleanedKeys) {
      if (isEmptyInput) {
        return;
      }
      String head = kappa ? "kappa publication" : "publication";
      if (publication instanceof Publication.Published published) {
        tellEmpty(head, number - 1, of);
        err.printf(
            Locale.ROOT,
            "%s %d of %d: cut %s, %s from %s, a chain of %d, %s cleaned%n",
            head,
            number,
            of,
            words(published.lane().cut()),
            counted(published.added().rows(), "row", "rows"),
            kappa ? "closed speed slices" : "the archive",
            published.lane().chain().segments().size(),
            counted(cleanedKeys, "key", "keys"));
        return;
      }
      emptySince = emptySince == 0 ? number : emptySince;
      if (number == of) {
        tellEmpty(head, number, of);
      }
    }

    private void tellEmpty(String head, int last, int of) {
      if (emptySince > 0) {
        err.printf(
            Locale.ROOT,
            "%s of %d: empty: no slice was closed since the last%n",
            emptySince == last ? head + " " + last : head + "s " + emptySince + " to " + last,
            of);
      }
      emptySince = 0;
    }

    @Override
    public void rests() {
      auditor.forEach(recounting -> err.println(recounting.cycle().words()));
    }
  }
}
