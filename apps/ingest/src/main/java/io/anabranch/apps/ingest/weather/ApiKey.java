package io.anabranch.apps.ingest.weather;

import io.vavr.control.Option;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** An API key that is sent in the URL. It is never shown. */
public final class ApiKey {

  private static final Pattern FORM = Pattern.compile("[!-~]{1,200}");
  private static final String PLACEHOLDER = "(key)";

  private final String key;

  private ApiKey(String key) {
    this.key = key;
  }

  /** A key of 1 to 200 visible ASCII characters; none for other text. */
  public static Option<ApiKey> of(String key) {
    return Option.when(FORM.matcher(key).matches(), () -> new ApiKey(key));
  }

  /** Encoded for a URL query. */
  String encoded() {
    return URLEncoder.encode(key, StandardCharsets.UTF_8);
  }

  /** Replaces the key in a text. */
  String scrub(String description) {
    return description.replace(key, PLACEHOLDER).replace(encoded(), PLACEHOLDER);
  }

  @Override
  public String toString() {
    return PLACEHOLDER;
  }
}
