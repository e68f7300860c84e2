package io.anabranch.apps.cli;

import io.anabranch.apps.http.query.LossMessages;
import io.anabranch.apps.http.query.ProvenanceJson;
import io.anabranch.apps.http.query.Question;
import io.anabranch.apps.ingest.recorded.InputException;
import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.layers.audit.AuditReport;
import io.anabranch.apps.layers.audit.Auditor;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.standalone.replay.DaggerReplayComponent;
import io.anabranch.apps.standalone.replay.DaggerServerReplayComponent;
import io.anabranch.apps.standalone.replay.Replay;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Provenance;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code replay}: all layers over recorded input, then the views. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    header = "Run all layers over recorded input, then show the views.",
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
      "It needs about 8 times the size of the files in memory; by default it may use 60 percent",
      "of the machine's. ANABRANCH_JAVA_OPTS=-Xmx8g changes that.",
      "Rows go to standard output, messages to standard error.",
      ""
    })
final class ReplayCommand implements Callable<Integer> {

  private static final int MOST_BATCHES = 1_000_000;

  private final Workloads workloads;

  @Spec private CommandSpec spec;

  // Not required: a misspelt option is reported before what is missing because of it.
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "WORKLOAD",
      completionCandidates = Workloads.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String workloadName = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "COLUMN=VALUE",
      description = "Only rows with this value in a column of the key; needs --view.")
  private List<String> equal = new ArrayList<>();

  @Mixin private RecordedOptions recorded = new RecordedOptions();

  @Mixin private final ServerOptions servers;

  @Mixin private final RunOptions runs;

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
          "How many times the batch layer publishes; 0 is kappa (default: ${DEFAULT-VALUE}).")
  private int batches;

  @picocli.CommandLine.Option(
      names = {"-o", "--output"},
      paramLabel = "table|json|csv",
      description = "The format of rows (default: a table on a terminal, else json).")
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
          "After each publication and at the end, recount every row and slice one event at a time;"
              + " exit with 1 if anything differs.")
  private boolean isAudited;

  ReplayCommand(Workloads workloads) {
    this.workloads = workloads;
    this.servers = new ServerOptions(workloads);
    this.runs = new RunOptions(workloads);
  }

  @Override
  public Integer call() throws InputException, SettingsException, StoreFailure, IOException {
    checkArguments();
    WorkloadFactory shipped = workloads.demand(workloadName);
    recorded.check(shipped);
    // Wrong usage is reported before the input is read. Views do not depend on reference data.
    Workload<?> workload = recorded.workloadWithoutReference(shipped);
    List<Query.Fitted> queries = queries(workload);
    int publications = checkedBatches();
    Clock clock = Clock.systemUTC();
    RecordedOptions.Recorded input = recorded.read(shipped, clock, err(), listRejected);
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    // What runs over servers has to delete there what it has made, even if it is interrupted.
    try (ShutdownSignal interruption =
        servers.areNamed() ? ShutdownSignal.ofThisThread() : ShutdownSignal.never()) {
      return run(input, publications, queries, threads, clock, interruption);
    } finally {
      threads.shutdownNow();
    }
  }

  private int run(
      RecordedOptions.Recorded input,
      int publications,
      List<Query.Fitted> queries,
      ExecutorService threads,
      Clock clock,
      ShutdownSignal interruption)
      throws SettingsException, StoreFailure, IOException {
    try (CloseStack closing = new CloseStack()) {
      try {
        SecureRandom random = new SecureRandom();
        Replay replay =
            replay(input, threads, () -> new BigInteger(64, random).toString(36), clock, closing);
        if (view != null) {
          queries.forEach(asked -> query.coarserThanAsked(asked).forEach(err()::println));
        }
        Workload<?> shown = input.workload();
        Option<Auditor> auditor = Option.when(isAudited, () -> replay.auditor());
        replay.run(input.request(publications), new ReplayNarrator(err(), workloadName, auditor));
        int code = answer(replay, shown, queries, input.labels());
        return auditor.map(recounting -> audited(recounting.report(), code)).getOrElse(code);
      } finally {
        interruption.spare(); // what was made on servers is deleted in peace
        closing.alsoClosing(() -> end(threads));
      }
    }
  }

  /** Nobody folds any more when this returns. */
  private static void end(ExecutorService threads) {
    threads.shutdownNow();
    try {
      threads.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  private Replay replay(
      RecordedOptions.Recorded input,
      ExecutorService threads,
      Supplier<String> nonces,
      Clock clock,
      CloseStack closing)
      throws SettingsException, StoreFailure {
    if (!servers.areNamed()) {
      return DaggerReplayComponent.factory()
          .create(input.factory(), threads, nonces, clock)
          .replay();
    }
    return DaggerServerReplayComponent.factory()
        .create(
            runs.alone(servers.connect(), "replay", closing, err()),
            input.setup(),
            closing,
            input.factory(),
            threads,
            nonces,
            clock)
        .replay();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private void checkArguments() {
    if (workloadName.isEmpty()) {
      throw new UsageException(
          "Missing the workload: replay WORKLOAD --file F; there are " + workloads.names());
    }
    equal.stream().filter(word -> !word.contains("=")).forEach(RecordedOptions::refuseFile);
    recorded.checkFiles();
    runs.check(servers);
  }

  private int checkedBatches() {
    if (batches < 0 || batches > MOST_BATCHES) {
      throw new UsageException("--batches takes 0 to " + MOST_BATCHES + ", not " + batches);
    }
    return batches;
  }

  private List<Query.Fitted> queries(Workload<?> workload) {
    Question question = query.question(equal);
    Query asked = QueryOptions.query(question);
    if (view != null) {
      String name = view;
      Presentation shown = QueryOptions.presentation(workload, name);
      return List.of(QueryOptions.fit(question, asked, shown));
    }
    if (!equal.isEmpty() || query.hasSpan()) {
      throw new UsageException(
          "COLUMN=VALUE, --at, --from and --to ask one view: name it with --view");
    }
    if (output == RowWriter.Format.CSV && workload.presentations().size() > 1) {
      throw new UsageException(
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
    boolean isBalanced = printBalance(replay, workload, err);
    BufferedWriter out = new BufferedWriter(spec.commandLine().getOut(), 1 << 16);
    RowWriter rows = RowWriter.of(RowWriter.chosen(output), out);
    boolean isExact = true;
    Option<Provenance> last = Option.none();
    for (Query.Fitted fitted : queries) {
      Answer answer = replay.answer(workload, fitted, query.layer(), labels);
      rows.write(
          RowWriter.Shown.of(fitted.presentation()),
          answer.rows(),
          inline ? Option.some(ProvenanceJson.text(answer.provenance())) : Option.none());
      isExact &= answer.provenance().isExact();
      last = Option.some(answer.provenance());
    }
    out.flush();
    if (!inline) {
      last.forEach(provenance -> print(provenance, err));
    }
    if (!isBalanced) {
      err.println("anabranch: internal error: the balance does not close; please report it");
      return ExitCode.FAILED;
    }
    return isExact ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  /** The exit code with an audit: a divergence takes precedence over an incomplete answer. */
  private int audited(AuditReport audit, int code) {
    audit.findings().forEach(finding -> err().println("anabranch: " + finding.describe()));
    return code == ExitCode.OK || !audit.isClean() ? ExitCode.of(audit) : code;
  }

  private boolean printBalance(Replay replay, Workload<?> workload, PrintWriter err)
      throws StoreFailure {
    BigInteger[] sums = Collections.nCopies(4, BigInteger.ZERO).toArray(BigInteger[]::new);
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
            err.println(describe(event));
          }
        });
    reasons.forEach((reason, count) -> err.printf(Locale.ROOT, "  %d %s%n", count, reason));
    if (sums[0].signum() == 0) {
      err.println("the input holds no events, so there are no rows");
    } else if (sums[3].equals(sums[0])
        && recorded.eventId().isDefined()
        && reasons
            .keySet()
            .equals(Set.of(new Rejection.Missing(recorded.eventId().get()).reason()))) {
      err.println(
          "every event is rejected, so there are no rows: no event has the field '"
              + recorded.eventId().get()
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

  private static String describe(RejectedEvent event) {
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

  static void print(Provenance provenance, PrintWriter err) {
    err.printf(
        Locale.ROOT,
        "answer: definition %d, epoch %d, cut %s, V %s, %s%s%s%n",
        provenance.definition().value(),
        provenance.epoch(),
        ReplayNarrator.describe(provenance.cut(), provenance.losses()),
        ReplayNarrator.describe(provenance.reach(), provenance.losses()),
        provenance.isExact() ? "exact" : "incomplete: " + provenance.missing().mkString("; "),
        provenance.staleness().isLeft()
            ? "; staleness unknown: " + provenance.staleness().getLeft()
            : "",
        provenance.losses().isEmpty()
            ? ""
            : provenance.losses().map(LossMessages::describe).mkString("; lost: ", "; ", ""));
  }
}
