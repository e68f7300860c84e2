package io.anabranch.apps.http;

import java.util.List;
import java.util.Locale;

/**
 * Why a request is not answered, as RFC 9457 describes problems.
 *
 * @param detail what is wrong, and where
 * @param next what to do about it
 * @param known the valid names or values; may be empty
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
record Problem(Kind kind, String detail, String next, List<String> known) {

  /** The types that programs tell problems apart by. Their names are part of the API. */
  enum Kind {
    BAD_REQUEST(400, "Bad request"),
    UNKNOWN_PARAMETER(400, "Unknown parameter"),
    UNKNOWN_COLUMN(400, "Unknown column"),
    INVALID_VALUE(400, "Invalid value"),
    INVALID_QUERY(400, "Invalid query"),
    UNKNOWN_RESOURCE(404, "Resource not found"),
    UNKNOWN_WORKLOAD(404, "Workload not found"),
    UNKNOWN_VIEW(404, "View not found"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    NOT_ACCEPTABLE(406, "Not available in the requested media type"),
    REQUEST_TIMEOUT(408, "The request took too long to arrive"),
    NOT_STARTED(409, "The workload has not started yet"),
    PAGE_EXPIRED(410, "This page has expired"),
    BODY_NOT_TAKEN(413, "Request bodies are not accepted"),
    URI_TOO_LONG(414, "The address is too long"),
    WRONG_HOST(421, "This server does not answer under that name"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    INTERNAL(500, "Internal error"),
    STORE_CORRUPT(500, "Stored data is corrupt"),
    STORE_UNAVAILABLE(503, "A store is unavailable"),
    TOO_BUSY(503, "Too many concurrent queries"),
    TOO_MANY_SUBSCRIBERS(503, "Too many event streams");

    private final int status;
    private final String title;

    Kind(int status, String title) {
      this.status = status;
      this.title = title;
    }

    int status() {
      return status;
    }

    String title() {
      return title;
    }

    /** The last part of the type. */
    String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String type() {
      return "/problems/" + id();
    }

    /** The kind that describes a status set by the HTTP server below. */
    static Kind ofStatus(int status) {
      return switch (status) {
        case 404 -> UNKNOWN_RESOURCE;
        case 405 -> METHOD_NOT_ALLOWED;
        case 406 -> NOT_ACCEPTABLE;
        case 408 -> REQUEST_TIMEOUT;
        case 413 -> BODY_NOT_TAKEN;
        case 414 -> URI_TOO_LONG;
        case 421 -> WRONG_HOST;
        case 431 -> HEADERS_TOO_LARGE;
        case 503 -> TOO_BUSY;
        // A version or feature of HTTP that is not supported is an error of the request.
        case 501, 505 -> BAD_REQUEST;
        default -> status < 500 ? BAD_REQUEST : INTERNAL;
      };
    }
  }

  Problem {
    known = List.copyOf(known);
  }

  Problem(Kind kind, String detail, String next) {
    this(kind, detail, next, List.of());
  }

  ProblemException asException() {
    return new ProblemException(this);
  }
}
