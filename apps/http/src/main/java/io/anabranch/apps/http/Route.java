package io.anabranch.apps.http;

import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A place in the address space: a template like {@code /workloads/{workload}} and what is there.
 */
sealed interface Route {

  /** Where it is, as the description of the API writes it. */
  String template();

  /** The media type of what is there. */
  String type();

  /** Something that is read whole. */
  record Document(String template, String type, Endpoint endpoint) implements Route {}

  /** Something that goes on. */
  record Stream(String template, Channel channel) implements Route {
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

  /** Says what a stream tells. */
  @FunctionalInterface
  interface Channel {
    EventSource open(Call call) throws ProblemException;
  }

  /**
   * What is asked.
   *
   * @param path what stands in the place of the template's names
   */
  record Call(Map<String, String> path, Parameters parameters, Option<String> ifNoneMatch) {
    public Call {
      path = Collections.unmodifiableMap(new TreeMap<>(path));
    }

    String in(String name) {
      return Option.of(path.get(name))
          .getOrElseThrow(() -> new IllegalStateException("the route names no " + name));
    }
  }

  /** The values of the template's names in an address; none if it is another place. */
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

  /** What stands between the slashes of a path. */
  static List<String> segments(String path) {
    List<String> segments = new ArrayList<>(List.of(path.substring(1).split("/", -1)));
    return Collections.unmodifiableList(segments);
  }
}
