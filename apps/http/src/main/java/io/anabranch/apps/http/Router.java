package io.anabranch.apps.http;

import io.anabranch.apps.layers.NotStarted;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Routes requests, rejects those that are not valid, and writes the responses. */
final class Router extends Handler.Abstract {

  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private static final String GET = "GET";
  private static final String HEAD = "HEAD";

  /** The label of requests without a route. */
  private static final String NO_ROUTE = "none";

  /** The path that Jetty gives to a request that it could not parse. */
  private static final String UNPARSED = "/badMessage";

  private static final Map<String, String> SECURITY =
      Map.of(
          "Content-Security-Policy",
          "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
              + " object-src 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin");

  private final List<Route> routes;
  private final EventStreams streams;
  private final Meters meters;
  private final Option<Set<String>> hosts;

  /**
   * A router.
   *
   * @param hosts the host names that requests may use; none if any is allowed
   */
  Router(List<Route> routes, EventStreams streams, Meters meters, Option<Set<String>> hosts) {
    this.routes = new ArrayList<>(routes);
    this.streams = streams;
    this.meters = meters;
    this.hosts = hosts;
  }

  List<Route> routes() {
    return List.copyOf(routes);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    long began = System.nanoTime();
    String path = request.getHttpURI().getPath();
    String route = NO_ROUTE;
    Reply reply;
    try {
      checkHost(request);
      checkNoBody(request);
      List<String> segments = segments(path);
      Found found = find(segments);
      route = found.route().template();
      checkMethod(request, found.route());
      checkAccept(request, found.route());
      String query = request.getHttpURI().getQuery();
      Route.Call call =
          new Route.Call(
              found.values(),
              Parameters.parse(query == null ? "" : query),
              Option.of(request.getHeaders().get(HttpHeader.IF_NONE_MATCH)));
      if (found.route() instanceof Route.Stream stream) {
        EventSource source = stream.endpoint().open(call);
        streams.reserve();
        head(response, 200, "text/event-stream; charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        streams.open(source, response, callback);
        return true;
      }
      reply = ((Route.Document) found.route()).endpoint().answer(call);
    } catch (ProblemException rejected) {
      reply = reply(rejected.problem(), path, route);
    } catch (StoreFailure failure) {
      reply = reply(problem(failure), path, route);
    } catch (NotStarted waiting) {
      reply = reply(problem(waiting), path, route);
    } catch (RuntimeException error) {
      LOG.error("internal error while answering {} {}", request.getMethod(), path, error);
      reply = reply(internalError(), path, route);
    }
    meters.answered(route, reply.status(), System.nanoTime() - began);
    write(response, reply, callback);
    return true;
  }

  private static Problem internalError() {
    return new Problem(
        Problem.Kind.INTERNAL,
        "internal error; the server's standard error has the details",
        "please report it");
  }

  private Reply reply(Problem problem, String path, String template) {
    Reply reply = Reply.problem(problem, path);
    return switch (problem.kind()) {
      case METHOD_NOT_ALLOWED -> reply.with("Allow", allowed(template));
      // The unread body must not be taken for the next request.
      case BODY_NOT_TAKEN -> reply.with("Connection", "close");
      default -> reply;
    };
  }

  private String allowed(String template) {
    boolean isStream =
        routes.stream().anyMatch(r -> r instanceof Route.Stream && r.template().equals(template));
    return isStream ? GET : GET + ", " + HEAD;
  }

  static Problem problem(StoreFailure failure) {
    String description = String.valueOf(failure.getMessage());
    if (failure instanceof StoreFailure.Corrupt) {
      return new Problem(
          Problem.Kind.STORE_CORRUPT,
          description,
          "find the cause first: corrupt data is never answered from");
    }
    return new Problem(Problem.Kind.STORE_UNAVAILABLE, description, "try again in a moment");
  }

  static Problem problem(NotStarted waiting) {
    return new Problem(
        Problem.Kind.NOT_STARTED,
        String.valueOf(waiting.getMessage()),
        "start the layers of " + waiting.workload() + ", then try again");
  }

  private void checkHost(Request request) throws ProblemException {
    String name = Option.of(Request.getServerName(request)).getOrElse("").toLowerCase(Locale.ROOT);
    if (hosts.isDefined() && !hosts.get().contains(name)) {
      throw new Problem(
              Problem.Kind.WRONG_HOST,
              "the request names host '" + name + "', and this server listens on loopback only",
              "use a known host name from this machine",
              hosts.get().stream().sorted().toList())
          .asException();
    }
  }

  private static void checkNoBody(Request request) throws ProblemException {
    String length = request.getHeaders().get(HttpHeader.CONTENT_LENGTH);
    boolean hasBody =
        request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
            || (length != null && !length.equals("0"));
    if (hasBody) {
      throw new Problem(
              Problem.Kind.BODY_NOT_TAKEN,
              "the request has a body",
              "omit the body: all parameters go into the address")
          .asException();
    }
  }

  private static List<String> segments(String path) throws ProblemException {
    List<String> segments = new ArrayList<>();
    for (String segment : Route.segments(path)) {
      // A plus in a path is a plus.
      segments.add(Parameters.decoded(segment.replace("+", "%2B")));
    }
    return segments;
  }

  private record Found(Route route, Map<String, String> values) {}

  private Found find(List<String> segments) throws ProblemException {
    for (Route route : routes) {
      Option<Map<String, String>> values = route.match(segments);
      if (values.isDefined()) {
        return new Found(route, values.get());
      }
    }
    throw new Problem(
            Problem.Kind.UNKNOWN_RESOURCE,
            "there is no resource /" + String.join("/", segments),
            "GET a known resource",
            routes.stream().map(Route::template).filter(t -> !t.contains("{")).toList())
        .asException();
  }

  private static void checkMethod(Request request, Route route) throws ProblemException {
    String method = request.getMethod();
    boolean isAllowed =
        method.equals(GET) || (method.equals(HEAD) && route instanceof Route.Document);
    if (!isAllowed) {
      throw new Problem(
              Problem.Kind.METHOD_NOT_ALLOWED,
              route.template() + " does not support " + method,
              "use GET: all resources are read-only")
          .asException();
    }
  }

  private static void checkAccept(Request request, Route route) throws ProblemException {
    List<String> accepted = request.getHeaders().getValuesList(HttpHeader.ACCEPT);
    if (!accepted.isEmpty() && accepted.stream().noneMatch(range -> accepts(range, route.type()))) {
      throw new Problem(
              Problem.Kind.NOT_ACCEPTABLE,
              route.template()
                  + " has type "
                  + route.type()
                  + ", which the request does not accept",
              "send Accept: " + route.type(),
              List.of(route.type()))
          .asException();
    }
  }

  /** Whether an element of an Accept header covers a type. */
  static boolean accepts(String element, String type) {
    for (String range : element.split(",", -1)) {
      String[] parts = range.split(";", -1);
      String name = parts[0].trim().toLowerCase(Locale.ROOT);
      boolean covers =
          name.equals("*/*")
              || name.equals(type)
              || (name.endsWith("/*") && type.startsWith(name.substring(0, name.length() - 1)));
      if (covers && !isRuledOut(parts)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRuledOut(String[] parameters) {
    for (String parameter : parameters) {
      if (parameter.trim().matches("[qQ]\\s*=\\s*0(\\.0*)?")) {
        return true;
      }
    }
    return false;
  }

  private static void head(Response response, int status, String type) {
    response.setStatus(status);
    SECURITY.forEach((name, value) -> response.getHeaders().put(name, value));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
  }

  private static void write(Response response, Reply reply, Callback callback) {
    head(response, reply.status(), reply.type());
    reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    if (reply.status() != 304) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.length());
    }
    response.write(true, reply.body(), callback);
  }

  /** Answers a request that could not be parsed: malformed, too large or too slow. */
  static boolean answerBroken(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Option<Object> why = Option.of(request.getAttribute(ErrorHandler.ERROR_MESSAGE));
    Problem problem =
        new Problem(
            Problem.Kind.ofStatus(status),
            why.map(description -> "the request cannot be parsed: " + description)
                .getOrElse("the request cannot be parsed"),
            switch (status) {
              case 414 -> "use at most " + Parameters.LONGEST_QUERY + " characters";
              case 431 -> "send fewer or shorter headers, together at most 8 KiB";
              default -> "send valid HTTP/1.1 with a percent-encoded address";
            });
    String path = Option.of(request.getHttpURI().getPath()).getOrElse(UNPARSED);
    write(response, Reply.problem(problem, path.equals(UNPARSED) ? "/" : path), callback);
    return true;
  }
}
