package io.anabranch.apps.cli;

import io.anabranch.apps.launch.settings.AnabranchSettings;
import io.anabranch.apps.launch.settings.Settings;
import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which servers to use, and settings. */
final class ServerOptions {

  private static final String MEMORY = "memory";
  private static final String LOCAL = "local";

  @picocli.CommandLine.Option(
      names = "--servers",
      paramLabel = "memory|local|FILE",
      description =
          "memory: this process alone; local: the servers that 'up' has started; or a settings file"
              + " that names them.")
  private @Nullable String servers;

  @picocli.CommandLine.Mixin private LocalOptions local = new LocalOptions();

  @picocli.CommandLine.Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Set one thing, for example batch.every=10s; 'anabranch config show' lists all. May be"
              + " given several times.")
  private Map<String, String> set = new LinkedHashMap<>();

  private final Workloads workloads;

  /** Options that know the settings of some workloads. */
  ServerOptions(Workloads workloads) {
    this.workloads = workloads;
  }

  /** Whether a value of {@code --servers} names a settings file. */
  static boolean isFile(String value) {
    return !value.equals(MEMORY) && !value.equals(LOCAL);
  }

  /** Whether servers are named, other than memory. */
  boolean areNamed() {
    return servers != null && !servers.equals(MEMORY);
  }

  boolean isMemory() {
    return MEMORY.equals(servers);
  }

  /** All settings as text, unchecked except for their names. */
  Settings load() throws SettingsException {
    return Settings.load(
        workloads.catalog().all(),
        Option.of(servers).filter(ServerOptions::isFile).map(Path::of),
        System.getenv(),
        set);
  }

  /** All settings, typed and checked. */
  AnabranchSettings settings() throws SettingsException {
    return isFile()
        ? AnabranchSettings.of(load(), workloads.catalog().all())
        : AnabranchSettings.withoutServers(load(), workloads.catalog().all());
  }

  private boolean isFile() {
    return servers != null && isFile(servers);
  }

  /** The servers; by default those of this machine. */
  ServerSettings connect() throws SettingsException {
    if (isMemory()) {
      throw new UsageException(
          "processes do not share memory, so layers cannot meet there: name --servers local or a"
              + " settings file; 'demo' and 'serve --file' run all layers in one process");
    }
    AnabranchSettings settings = settings();
    return isFile() ? ServerSettings.of(settings) : ServerSettings.local(settings, local.servers());
  }
}
