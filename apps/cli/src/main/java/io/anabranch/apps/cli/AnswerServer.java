package io.anabranch.apps.cli;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** A server that is asked over HTTP. */
final class AnswerServer {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String root;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  private AnswerServer(String root) {
    this.root = root;
  }

  /** The server at an address. */
  static AnswerServer at(String url) {
    try {
      URI base = new URI(url);
      boolean isHttp = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
      if (isHttp && base.getHost() != null && base.getQuery() == null) {
        String path = base.getRawPath() == null ? "" : base.getRawPath();
        return new AnswerServer(
            base.getScheme()
                + "://"
                + base.getRawAuthority()
                + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path));
      }
    } catch (URISyntaxException unreadable) {
      // Reported below.
    }
    throw new UsageException(
        "--url '" + url + "' is not an address (example: http://127.0.0.1:8080)");
  }

  /**
   * A page of an answer.
   *
   * @param place its path and what is asked
   * @throws RequestFailed if there is none
   * @throws UsageException if what is asked is not there
   */
  AnswerPage page(String place) throws RequestFailed {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(root + place))
            .header("Accept", "application/json")
            .timeout(PATIENCE)
            .build();
    try {
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() == 200) {
        return AnswerPage.read(response.body());
      }
      throw refused(response);
    } catch (HttpTimeoutException late) {
      throw new RequestFailed(
          root
              + " did not answer within "
              + PATIENCE.toSeconds()
              + " s; ask for less, or check its health: curl "
              + root
              + "/health",
          late);
    } catch (JacksonException unreadable) {
      throw notAnabranch(unreadable);
    } catch (ConnectException refused) {
      throw new RequestFailed(
          "nothing listens at "
              + root
              + "; start 'anabranch demo' or 'anabranch serve', or give another --url",
          refused);
    } catch (IOException broken) {
      throw new RequestFailed(
          root + " gave no answer: " + broken.getMessage() + "; check --url", broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RequestFailed("interrupted before " + root + " answered", interrupted);
    }
  }

  private RequestFailed notAnabranch(IOException cause) {
    return new RequestFailed(root + " answers, but is not Anabranch; check --url", cause);
  }

  /**
   * The failure that a response means: wrong usage if the query is wrong, else a failed request.
   */
  private RequestFailed refused(HttpResponse<String> response) throws IOException {
    String type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.startsWith("application/problem+json")) {
      return notAnabranch(new IOException("status " + response.statusCode()));
    }
    ProblemDetails problem = ProblemDetails.read(response.body());
    if (problem.isWrongUsage()) {
      throw new UsageException(problem.describe());
    }
    return new RequestFailed(problem.describe());
  }
}
