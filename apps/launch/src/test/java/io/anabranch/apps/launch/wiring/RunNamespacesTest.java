package io.anabranch.apps.launch.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.apps.launch.settings.AnabranchSettings;
import io.anabranch.apps.launch.settings.Settings;
import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.workloads.WorkloadCatalog;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RunNamespacesTest {

  private static final Instant BEGAN = Instant.parse("2024-03-31T01:10:05Z");

  private static ServerSettings servers(String namespace) throws SettingsException {
    return ServerSettings.of(
        AnabranchSettings.of(
            Settings.load(Option.none(), Map.of(), Map.of("namespace", namespace)), List.of()));
  }

  @Test
  void aNamespaceTellsWhenItsRunBegan() {
    String namespace = RunNamespaces.namespace("demo", BEGAN, "k3x");

    assertThat(namespace).isEqualTo("demo-20240331t011005-k3x");
    assertThat(RunNamespaces.began(namespace)).contains(BEGAN);
  }

  /** What a user has made is never deleted. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "demo",
        "demok3x",
        "demo20240331t011005k3x",
        "demo-20240331t011005",
        "demo-20249931t011005-k3x",
        "master",
        "a/demo-20240331t011005-k3x",
        "demo-20240331t011005-k3x/.."
      })
  void whatIsNoRunsIsNotDeleted(String own) throws SettingsException {
    RunNamespaces runs = new RunNamespaces(servers(""), WorkloadCatalog.shipped());

    assertThat(RunNamespaces.began(own)).isEmpty();
    assertThatThrownBy(() -> runs.delete(own))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not the namespace of a run");
  }

  @Test
  void noUserHasANamespaceOfARun() {
    assertThatThrownBy(() -> servers(RunNamespaces.namespace("demo", BEGAN, "k3x")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("namespace");
  }
}
