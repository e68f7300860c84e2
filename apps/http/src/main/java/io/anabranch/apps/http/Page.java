package io.anabranch.apps.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;

/** The page, its parts and the description of the API: files in the jar, read once. */
final class Page {

  private static final String HTML = "text/html";

  private final List<Route> routes =
      List.of(
          file("/", "page/index.html", HTML, HTML + "; charset=utf-8"),
          file("/page.css", "page/page.css", "text/css", "text/css; charset=utf-8"),
          file("/page.js", "page/page.js", "text/javascript", "text/javascript; charset=utf-8"),
          file("/icon.svg", "page/icon.svg", "image/svg+xml", "image/svg+xml"),
          file("/openapi.json", "openapi.json", Reply.JSON, Reply.JSON));

  List<Route> routes() {
    return routes;
  }

  private static Route file(String template, String name, String type, String contentType) {
    byte[] bytes = bytes(name);
    String tag = '"' + digest(bytes) + '"';
    Reply whole =
        Reply.of(200, contentType, bytes).with("Cache-Control", "no-cache").with("ETag", tag);
    Reply unchanged =
        Reply.of(304, contentType, new byte[0]).with("Cache-Control", "no-cache").with("ETag", tag);
    return new Route.Document(
        template,
        type,
        call -> {
          call.parameters().allowOnly(Set.of());
          return call.ifNoneMatch().exists(tag::equals) ? unchanged : whole;
        });
  }

  private static byte[] bytes(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + name + "; rebuild it");
      }
      return in.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException("cannot read " + name + " in the jar", broken);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new BigInteger(1, hash).toString(36).substring(0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
