package io.anabranch.apps.cli;

import io.anabranch.apps.launch.settings.AnabranchSettings;
import io.anabranch.apps.launch.settings.Settings;
import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.apps.workloads.WorkloadCatalog;
import io.anabranch.domain.definition.WorkloadFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which servers to use, and what else is set. */
final class ServerOptions {

  private static final String MEMORY = "memory";
  private static final String LOCAL = "local";

  @picocli.CommandLine.Option(
      names = "--servers",
      paramLabel = "memory|local|FILE",
      description =
          "memory: this process alone; local: those that 'up' has started; or a settings file that"
              + " names them.")
  private @Nullable String servers;

  @picocli.CommandLine.Mixin private LocalOptions local = new LocalOptions();

  @picocli.CommandLine.Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Set one thing, as batch.every=10s; 'anabranch config show' lists all. May be given"
              + " several times.")
  private Map<String, String> set = new LinkedHashMap<>();

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
        isFile() ? io.vavr.control.Option.of(servers).map(Path::of) : io.vavr.control.Option.none(),
        System.getenv(),
        set);
  }

  /** All settings, typed and checked. */
  AnabranchSettings settings() throws SettingsException {
    List<WorkloadFactory> workloads = WorkloadCatalog.shipped().all();
    return isFile()
        ? AnabranchSettings.of(load(), workloads)
        : AnabranchSettings.withoutServers(load(), workloads);
  }

  private boolean isFile() {
    return areNamed() && !LOCAL.equals(servers);
  }

  /** The servers; by default the local ones. */
  ServerSettings connect() throws SettingsException {
    if (isMemory()) {
      throw new UsageException(
          "memory is each process's own, so layers that are processes cannot meet there: 'demo' and"
              + " 'serve --file' run all layers in one; name --servers local or a settings file");
    }
    AnabranchSettings settings = settings();
    return isFile() ? ServerSettings.of(settings) : ServerSettings.local(settings, local.servers());
  }
}
