package io.anabranch.apps.ingest.weather;

import io.vavr.control.Option;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The key of an API that takes it in its address. It shows itself to nobody. */
public final class ApiKey {

  private static final Pattern FORM = Pattern.compile("[!-~]{1,200}");
  private static final String INSTEAD = "(key)";

  private final String key;

  private ApiKey(String key) {
    this.key = key;
  }

  /** A key of visible ASCII; none if it is nothing such. */
  public static Option<ApiKey> of(String key) {
    return Option.when(FORM.matcher(key).matches(), () -> new ApiKey(key));
  }

  /** As a query names it. */
  String encoded() {
    return URLEncoder.encode(key, StandardCharsets.UTF_8);
  }

  /** The same words without the key, whoever has put it there. */
  String scrub(String description) {
    return description.replace(key, INSTEAD).replace(encoded(), INSTEAD);
  }

  @Override
  public String toString() {
    return INSTEAD;
  }
}
