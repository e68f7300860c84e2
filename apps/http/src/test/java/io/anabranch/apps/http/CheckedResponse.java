package io.anabranch.apps.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A response of a server; each is checked against the description of the API. */
record CheckedResponse(HttpResponse<String> response) {

  private static final OpenApi API = new OpenApi();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Sends a GET request, with headers in pairs. */
  static CheckedResponse get(HttpServer server, String path, String... headers) {
    return send(server, "GET", path, headers);
  }

  static CheckedResponse send(HttpServer server, String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(server, request.build());
  }

  static CheckedResponse send(HttpServer server, HttpRequest request) {
    try {
      CheckedResponse checked =
          new CheckedResponse(
              CLIENT.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)));
      checked.check(server);
      return checked;
    } catch (IOException broken) {
      throw new AssertionError(broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private void check(HttpServer server) {
    assertThat(response.body()).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(header("X-Content-Type-Options")).contains("nosniff");
    assertThat(header("Content-Security-Policy").orElse(""))
        .contains("default-src 'self'")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(header("Referrer-Policy")).contains("no-referrer");
    assertThat(header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(header("Server")).isEmpty();
    boolean isWhole = response.statusCode() != 304 && !response.request().method().equals("HEAD");
    Optional<Route> route =
        server.routes().stream()
            .filter(r -> r.match(Arrays.asList(path().substring(1).split("/", -1))).isDefined())
            .findFirst();
    if (isWhole && route.isPresent()) {
      API.check(route.get().template(), status(), type(), response.body());
    } else if (isWhole) {
      API.conforms("Problem", response.body());
    }
  }

  private String path() {
    return response.uri().getPath();
  }

  int status() {
    return response.statusCode();
  }

  /** The media type, without its parameters. */
  String type() {
    return header("Content-Type").orElse("").split(";", 2)[0];
  }

  Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }

  String body() {
    return response.body();
  }

  JsonNode json() {
    return OpenApi.json(response.body());
  }

  /** Checks that this is a problem; returns it. */
  JsonNode problem(int status, String word) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(type()).isEqualTo("application/problem+json");
    assertThat(json().get("type").asText()).as(response.body()).isEqualTo("/problems/" + word);
    assertThat(json().get("status").asInt()).isEqualTo(status);
    return json();
  }

  /** Sends raw bytes; returns all bytes until the server closes the connection. */
  static String raw(HttpServer server, String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }
}
