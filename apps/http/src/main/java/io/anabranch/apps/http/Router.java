package io.anabranch.apps.http;

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

/** Finds what a request is for, refuses what is not to be answered, and writes the answer. */
final class Router extends Handler.Abstract {

  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private static final String GET = "GET";
  private static final String HEAD = "HEAD";

  /** The label of requests that are for no route. */
  private static final String NOWHERE = "none";

  /** What the server below calls the address of a request that it could not read. */
  private static final String UNREAD = "/badMessage";

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
   * A site.
   *
   * @param hosts the names that it answers under; none if any will do
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
    String place = request.getHttpURI().getPath();
    String route = NOWHERE;
    Reply reply;
    try {
      refuseOtherHosts(request);
      refuseBody(request);
      List<String> segments = segments(place);
      Found found = find(segments);
      route = found.route().template();
      refuseOtherMethods(request, found.route());
      refuseOtherTypes(request, found.route());
      String query = request.getHttpURI().getQuery();
      Route.Call call =
          new Route.Call(
              found.values(),
              Parameters.parse(query == null ? "" : query),
              Option.of(request.getHeaders().get(HttpHeader.IF_NONE_MATCH)));
      if (found.route() instanceof Route.Stream stream) {
        EventSource feed = stream.channel().open(call);
        streams.reserve();
        head(response, 200, "text/event-stream; charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        streams.open(feed, response, callback);
        return true;
      }
      reply = ((Route.Document) found.route()).endpoint().answer(call);
    } catch (ProblemException refusal) {
      reply = refused(refusal.problem(), place, route);
    } catch (StoreFailure failure) {
      reply = refused(problem(failure), place, route);
    } catch (RuntimeException fault) {
      LOG.error("{} {} met a fault of the server's own", request.getMethod(), place, fault);
      reply = refused(fault(), place, route);
    }
    meters.answered(route, reply.status(), System.nanoTime() - began);
    write(response, reply, callback);
    return true;
  }

  private static Problem fault() {
    return new Problem(
        Problem.Kind.INTERNAL,
        "the request met a fault of the server's own",
        "look at the server's standard error, and report what it says");
  }

  private Reply refused(Problem problem, String place, String template) {
    Reply reply = Reply.problem(problem, place);
    return switch (problem.kind()) {
      case METHOD_NOT_ALLOWED -> reply.with("Allow", allowed(template));
      // What is not read is not to be taken for the next request.
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
          "stop and look: nothing is answered from what cannot be right");
    }
    return new Problem(Problem.Kind.STORE_UNAVAILABLE, description, "ask again in a moment");
  }

  private void refuseOtherHosts(Request request) throws ProblemException {
    String name = Option.of(Request.getServerName(request)).getOrElse("").toLowerCase(Locale.ROOT);
    if (hosts.isDefined() && !hosts.get().contains(name)) {
      throw new Problem(
              Problem.Kind.WRONG_HOST,
              "the request is for host '" + name + "', and this server listens on loopback alone",
              "use one of those known: it answers this machine alone",
              hosts.get().stream().sorted().toList())
          .refusal();
    }
  }

  private static void refuseBody(Request request) throws ProblemException {
    String length = request.getHeaders().get(HttpHeader.CONTENT_LENGTH);
    boolean hasBody =
        request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
            || (length != null && !length.equals("0"));
    if (hasBody) {
      throw new Problem(
              Problem.Kind.BODY_NOT_TAKEN,
              "the request has a body",
              "leave it out: what is asked stands in the address")
          .refusal();
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
            "there is nothing at /" + String.join("/", segments),
            "see what there is, by GET",
            routes.stream().map(Route::template).filter(t -> !t.contains("{")).toList())
        .refusal();
  }

  private static void refuseOtherMethods(Request request, Route route) throws ProblemException {
    String method = request.getMethod();
    boolean isAllowed =
        method.equals(GET) || (method.equals(HEAD) && route instanceof Route.Document);
    if (!isAllowed) {
      throw new Problem(
              Problem.Kind.METHOD_NOT_ALLOWED,
              route.template() + " cannot be asked by " + method,
              "use GET: everything here is read only")
          .refusal();
    }
  }

  private static void refuseOtherTypes(Request request, Route route) throws ProblemException {
    List<String> accepted = request.getHeaders().getValuesList(HttpHeader.ACCEPT);
    if (!accepted.isEmpty() && accepted.stream().noneMatch(range -> accepts(range, route.type()))) {
      throw new Problem(
              Problem.Kind.NOT_ACCEPTABLE,
              route.template() + " is " + route.type() + ", which the request does not accept",
              "send Accept: " + route.type(),
              List.of(route.type()))
          .refusal();
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

  /** Answers what never became a request: broken, too large, too slow. */
  static boolean answerBroken(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Option<Object> why = Option.of(request.getAttribute(ErrorHandler.ERROR_MESSAGE));
    Problem problem =
        new Problem(
            Problem.Kind.ofStatus(status),
            why.map(description -> "the request cannot be taken: " + description)
                .getOrElse("the request cannot be taken"),
            switch (status) {
              case 414 -> "ask with at most " + Parameters.LONGEST_QUERY + " characters";
              case 431 -> "send fewer or shorter headers, together at most 8 KiB";
              default -> "send HTTP/1.1 as curl does, with the address percent-encoded";
            });
    String path = Option.of(request.getHttpURI().getPath()).getOrElse(UNREAD);
    write(response, Reply.problem(problem, path.equals(UNREAD) ? "/" : path), callback);
    return true;
  }
}
