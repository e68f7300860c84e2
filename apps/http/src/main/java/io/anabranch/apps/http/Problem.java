package io.anabranch.apps.http;

import java.util.List;
import java.util.Locale;

/**
 * Why a request is not answered, as RFC 9457 has it.
 *
 * @param detail what is wrong, and where
 * @param next what to do about it
 * @param known what there is instead; may be empty
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
record Problem(Kind kind, String detail, String next, List<String> known) {

  /** What programs tell problems apart by. The names are part of the API and do not change. */
  enum Kind {
    BAD_REQUEST(400, "The request cannot be understood"),
    UNKNOWN_PARAMETER(400, "There is no such parameter"),
    UNKNOWN_COLUMN(400, "The view cannot be asked by this column"),
    UNFIT_VALUE(400, "A value does not fit its parameter"),
    UNFIT_QUESTION(400, "The view cannot be asked this"),
    UNKNOWN_RESOURCE(404, "There is nothing here"),
    UNKNOWN_WORKLOAD(404, "There is no such workload"),
    UNKNOWN_VIEW(404, "There is no such view"),
    METHOD_NOT_ALLOWED(405, "This method is not for this resource"),
    NOT_ACCEPTABLE(406, "It cannot be had in the form asked for"),
    REQUEST_TIMEOUT(408, "The request took too long to arrive"),
    PAGE_EXPIRED(410, "The rest of this answer is kept no more"),
    BODY_NOT_TAKEN(413, "Requests have no body here"),
    URI_TOO_LONG(414, "The address is too long"),
    WRONG_HOST(421, "This server does not answer under that name"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    INTERNAL(500, "A fault of the server's own"),
    STORE_CORRUPT(500, "What is stored cannot be right"),
    STORE_UNAVAILABLE(503, "A store does not answer"),
    TOO_BUSY(503, "Too many questions at once"),
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
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String type() {
      return "/problems/" + word();
    }

    /** What the words of a status from below are. */
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
        // A version or a form of HTTP that is not spoken here is the request's doing.
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

  ProblemException refusal() {
    return new ProblemException(this);
  }
}
