package io.anabranch.apps.http;

import io.anabranch.apps.http.query.Question;
import io.anabranch.apps.http.status.PartitionStatus;
import io.anabranch.apps.http.status.ServedWorkload;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.view.Presentation;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The query of a view that the parameters of a request spell.
 *
 * @param atLeast the positions that V has to reach
 */
record ViewQuery(ServedWorkload served, Query.Fitted query, Layer layer, OffsetVector atLeast) {

  /** Names of parameters; every other name is a column of the key. */
  private static final Set<String> RESERVED =
      Set.of("at", "from", "to", "by", "layer", "atLeast", "limit", "page");

  static ViewQuery parse(ServedWorkload served, Presentation view, Parameters parameters)
      throws ProblemException {
    Question question =
        new Question(
            "",
            parameters.without(RESERVED),
            parameters.value("at"),
            parameters.value("from"),
            parameters.value("to"),
            parameters.value("by"));
    Query query =
        question
            .query()
            .getOrElseThrow(
                description ->
                    new Problem(
                            Problem.Kind.INVALID_VALUE,
                            description,
                            "correct the value; docs/api.md describes each parameter")
                        .asException());
    Query.Fitted fitted =
        query.fit(view).getOrElseThrow(problem -> invalid(question, problem, view).asException());
    return new ViewQuery(served, fitted, layer(parameters), atLeast(served, parameters));
  }

  Answer answer() throws StoreFailure {
    return served.answer(query, layer, atLeast);
  }

  Presentation view() {
    return query.presentation();
  }

  String workload() {
    return served.workload().name();
  }

  private static Problem invalid(Question question, Query.Problem problem, Presentation view) {
    String description = question.describe(problem, view);
    if (problem instanceof Query.Problem.UnknownColumn unknown) {
      return new Problem(
          Problem.Kind.UNKNOWN_COLUMN,
          description,
          "use a column of the key; reserved parameters are "
              + RESERVED.stream().sorted().collect(Collectors.joining(", ")),
          unknown.known());
    }
    return new Problem(
        Problem.Kind.INVALID_QUERY, description, "change the query, or use another view");
  }

  private static Layer layer(Parameters parameters) throws ProblemException {
    String name = parameters.value("layer").getOrElse(Layer.MERGED.toString());
    return Stream.of(Layer.values())
        .filter(layer -> layer.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                        Problem.Kind.INVALID_VALUE,
                        "unknown layer '" + name + "'",
                        "use a known layer, or omit the parameter for merged",
                        Stream.of(Layer.values()).map(Layer::toString).toList())
                    .asException());
  }

  /** Positions like {@code topic-0:17,topic-1:4}. */
  private static OffsetVector atLeast(ServedWorkload served, Parameters parameters)
      throws ProblemException {
    Option<String> text = parameters.value("atLeast");
    if (text.isEmpty()) {
      return OffsetVector.ZERO;
    }
    Map<String, Partition> partitions = new TreeMap<>();
    for (PartitionStatus one : served.status().partitions()) {
      partitions.put(one.partition().toString(), one.partition());
    }
    OffsetVector least = OffsetVector.ZERO;
    for (String position : text.get().split(",", -1)) {
      int colon = position.lastIndexOf(':');
      Option<Partition> partition =
          Option.of(colon < 0 ? null : partitions.get(position.substring(0, colon)));
      String offset = position.substring(colon + 1);
      if (partition.isEmpty() || !offset.matches("[0-9]{1,18}")) {
        throw new Problem(
                Problem.Kind.INVALID_VALUE,
                "atLeast '" + position + "' is not a position of " + served.workload(),
                "write it like "
                    + partitions.keySet().stream().findFirst().orElse("topic-0")
                    + ":17, with commas between several",
                List.copyOf(partitions.keySet()))
            .asException();
      }
      least = least.with(partition.get(), Long.parseLong(offset));
    }
    return least;
  }
}
