package io.anabranch.apps.launch.settings;

/**
 * The setting {@code namespace}: the part of shared servers that belongs to this installation.
 *
 * @param name lower-case letters and digits; empty for an installation that shares nothing
 */
public record NamespaceSection(String name) {

  private static final String NAME = "namespace";

  static NamespaceSection of(Settings settings) throws SettingsException {
    String name = settings.text(NAME).getOrElse("");
    if (!name.matches("[a-z0-9]{0,20}")) {
      throw settings.invalid(NAME, "up to 20 lower-case letters and digits");
    }
    return new NamespaceSection(name);
  }
}
