package io.anabranch.apps.cli;

import io.anabranch.apps.http.HttpSettings;
import io.anabranch.apps.http.query.ProvenanceJson;
import io.anabranch.apps.http.query.Question;
import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.apps.layers.serving.ServingLayer;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Row;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code query}: rows of a view, from a running server or from the stores. */
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    header = "Query a view of a running 'demo' or 'serve', or of the stores directly.",
    sortOptions = false,
    description = {
      "",
      "  anabranch query vending.items",
      "  anabranch query metrics.measurements node=worker01 --at 2024-03-20T22:00",
      "  anabranch query vending.hours --by 1d --layer batch -o csv",
      "  anabranch query vending.items --url http://127.0.0.1:8090 --provenance",
      "  anabranch query vending.items --servers local",
      "",
      "Rows go to standard output, messages to standard error.",
      ""
    })
final class QueryCommand implements Callable<Integer> {

  private static final String API = "/api/v1/workloads/";
  private static final int ROWS_AT_ONCE = 10_000;

  private final Workloads workloads;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "WORKLOAD.VIEW",
      description = "The view, for example vending.items.")
  private String asked = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "COLUMN=VALUE",
      description = "Only rows with this value in a column of the key.")
  private List<String> equal = new ArrayList<>();

  @Mixin private QueryOptions query = new QueryOptions();

  @picocli.CommandLine.Option(
      names = "--at-least",
      paramLabel = "TOPIC-N:OFFSET,…",
      description = "Positions that the answer must reach; otherwise it is incomplete.")
  private @Nullable String atLeast;

  @picocli.CommandLine.Option(
      names = "--url",
      defaultValue = "http://127.0.0.1:" + HttpSettings.DEFAULT_PORT,
      paramLabel = "URL",
      description = "The server to ask (default: ${DEFAULT-VALUE}).")
  private String url = "";

  @Mixin private final ServerOptions servers;

  @picocli.CommandLine.Option(
      names = {"-o", "--output"},
      paramLabel = "table|json|csv",
      description = "The format of rows (default: a table on a terminal, else json).")
  private RowWriter.@Nullable Format output;

  @picocli.CommandLine.Option(
      names = "--provenance",
      description = "Write the provenance with the rows, not to standard error.")
  private boolean inline;

  QueryCommand(Workloads workloads) {
    this.workloads = workloads;
    this.servers = new ServerOptions(workloads);
  }

  @Override
  public Integer call() throws RequestFailed, SettingsException, StoreFailure, IOException {
    int dot = asked.indexOf('.');
    if (dot < 1 || dot == asked.length() - 1) {
      throw new UsageException("'" + asked + "' is not WORKLOAD.VIEW, for example vending.items");
    }
    String view = asked.substring(dot + 1);
    if (servers.areNamed()) {
      return read(asked.substring(0, dot), view);
    }
    String place = API + encoded(asked.substring(0, dot)) + "/views/" + encoded(view) + "?";
    AnswerServer server = AnswerServer.at(url);
    AnswerPage page = server.page(place + question());
    Vector<Row> rows = Vector.ofAll(page.rows());
    AnswerPage.Provenance provenance = page.provenance();
    RowWriter.Shown shown = new RowWriter.Shown(view, page.fields());
    while (page.next().isDefined()) {
      page = server.page(place + "limit=" + ROWS_AT_ONCE + "&page=" + encoded(page.next().get()));
      rows = rows.appendAll(page.rows());
    }
    BufferedWriter out = new BufferedWriter(spec.commandLine().getOut(), 1 << 16);
    RowWriter.of(RowWriter.chosen(output), out)
        .write(shown, rows, inline ? Option.some(provenance.json()) : Option.none());
    out.flush();
    if (!inline) {
      spec.commandLine().getErr().println(provenance.summary());
    }
    return provenance.isExact() ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  /** Reads the stores, without a server between. */
  private int read(String name, String view) throws SettingsException, StoreFailure, IOException {
    if (atLeast != null) {
      throw new UsageException("--at-least needs a 'serve': name it with --url, without --servers");
    }
    WorkloadFactory factory = workloads.demand(name);
    ServerSettings connected = servers.connect();
    try (CloseStack closing = new CloseStack()) {
      WorkloadSetup setup = connected.settings().workload(factory);
      Question question = query.question(equal);
      Presentation shown = QueryOptions.presentation(setup.withoutReference(), view);
      Query.Fitted fitted = QueryOptions.fit(question, QueryOptions.query(question), shown);
      OpenedWorkload opened = ServedWorkloads.open(setup, connected, closing);
      ServingLayer serving = opened.layers().serving(opened.labels(), Clock.systemUTC());
      Answer answer = serving.answer(fitted, query.layer(), OffsetVector.ZERO);
      BufferedWriter out = new BufferedWriter(spec.commandLine().getOut(), 1 << 16);
      RowWriter.of(RowWriter.chosen(output), out)
          .write(
              RowWriter.Shown.of(shown),
              answer.rows(),
              inline ? Option.some(ProvenanceJson.text(answer.provenance())) : Option.none());
      out.flush();
      if (!inline) {
        ReplayCommand.print(answer.provenance(), spec.commandLine().getErr());
      }
      return answer.provenance().isExact() ? ExitCode.OK : ExitCode.INCOMPLETE;
    }
  }

  private String question() {
    Question question = query.question(equal);
    // A malformed query is refused here, without a request.
    QueryOptions.query(question);
    SortedMap<String, String> parameters = new TreeMap<>();
    question.at().forEach(at -> parameters.put("at", at));
    question.from().forEach(from -> parameters.put("from", from));
    question.to().forEach(to -> parameters.put("to", to));
    question.by().forEach(by -> parameters.put("by", by));
    Option.of(atLeast).forEach(least -> parameters.put("atLeast", least));
    parameters.put("layer", query.layer().toString());
    parameters.put("limit", Integer.toString(ROWS_AT_ONCE));
    question
        .equal()
        .forEach(
            (column, value) -> {
              if (parameters.containsKey(column)) {
                throw new UsageException("'" + column + "' is not a column of a key");
              }
              parameters.put(column, value);
            });
    return parameters.entrySet().stream()
        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
