package io.anabranch.apps.http;

import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A template like {@code /workloads/{workload}}, and the resource at the paths that match. */
sealed interface Route {

  /** The path, as in the description of the API. */
  String template();

  /** The media type of the resource. */
  String type();

  /** A resource that is sent as a whole. */
  record Document(String template, String type, Endpoint endpoint) implements Route {}

  /** A stream of events. */
  record Stream(String template, StreamEndpoint endpoint) implements Route {
    @Override
    public String type() {
      return "text/event-stream";
    }
  }

  /** Answers requests. */
  @FunctionalInterface
  interface Endpoint {
    Reply answer(Call call) throws ProblemException, StoreFailure;
  }

  /** Opens streams. */
  @FunctionalInterface
  interface StreamEndpoint {
    EventSource open(Call call) throws ProblemException;
  }

  /**
   * A request.
   *
   * @param path the values of the template's names
   */
  record Call(Map<String, String> path, Parameters parameters, Option<String> ifNoneMatch) {
    public Call {
      path = Collections.unmodifiableMap(new TreeMap<>(path));
    }

    String in(String name) {
      return Option.of(path.get(name))
          .getOrElseThrow(() -> new IllegalStateException("the route has no name " + name));
    }
  }

  /** The values of the template's names in a path; none if the path does not match. */
  default Option<Map<String, String>> match(List<String> segments) {
    List<String> parts = segments(template());
    if (parts.size() != segments.size()) {
      return Option.none();
    }
    Map<String, String> values = new TreeMap<>();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (part.startsWith("{")) {
        values.put(part.substring(1, part.length() - 1), segments.get(i));
      } else if (!part.equals(segments.get(i))) {
        return Option.none();
      }
    }
    return Option.some(values);
  }

  /** The segments of a path. */
  static List<String> segments(String path) {
    List<String> segments = new ArrayList<>(List.of(path.substring(1).split("/", -1)));
    return Collections.unmodifiableList(segments);
  }
}
