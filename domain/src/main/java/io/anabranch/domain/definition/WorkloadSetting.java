package io.anabranch.domain.definition;

import java.util.function.Predicate;

/**
 * A setting that a workload declares for itself; users set it under {@code workloads.NAME}.
 *
 * @param name lower-case words with hyphens
 * @param defaultValue what holds if nothing is set
 * @param expected the values that it takes, for messages: "a time zone, for example Europe/Madrid"
 * @param isValid whether a value may be set
 */
public record WorkloadSetting(
    String name, String defaultValue, String expected, Predicate<String> isValid) {

  public WorkloadSetting {
    if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException(
          "a setting is named by lower-case words with hyphens, not '" + name + "'");
    }
    if (!isValid.test(defaultValue)) {
      throw new IllegalArgumentException(
          "the default of " + name + " is '" + defaultValue + "', and it takes " + expected);
    }
  }
}
