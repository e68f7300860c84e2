package io.anabranch.apps.cli;

import io.anabranch.apps.launch.settings.PluginsSetting;
import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.workloads.PluginException;
import io.anabranch.apps.workloads.WorkloadPlugins;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The arguments that name plugins, or the settings that name them. They are parsed before all
 * others, because help and argument checks need the workloads of plugins.
 */
@Command
final class PluginOptions {

  private static final String SETTING = "plugins";
  private static final String VARIABLE = "ANABRANCH_PLUGINS";

  @CommandLine.Option(names = "--plugin")
  private List<Path> plugins = new ArrayList<>();

  @CommandLine.Option(names = "--servers")
  private @Nullable String servers;

  @CommandLine.Option(names = "--set")
  private Map<String, String> set = new LinkedHashMap<>();

  private PluginOptions() {}

  /**
   * Loads the plugins that arguments and settings name.
   *
   * @param environment variables by name
   */
  static WorkloadPlugins open(String[] arguments, Map<String, String> environment)
      throws PluginException, SettingsException {
    PluginOptions options = new PluginOptions();
    try {
      new CommandLine(options).setUnmatchedArgumentsAllowed(true).parseArgs(arguments);
    } catch (ParameterException wrong) {
      // The command that the arguments are for reports it.
      return WorkloadPlugins.open(List.of());
    }
    List<Path> places = new ArrayList<>(options.plugins);
    Option<Path> file = Option.of(options.servers).filter(ServerOptions::isFile).map(Path::of);
    // Reading settings loads classes that most commands do without.
    if (file.isDefined() || options.set.containsKey(SETTING) || environment.containsKey(VARIABLE)) {
      places.addAll(PluginsSetting.read(file, environment, options.set));
    }
    return WorkloadPlugins.open(places);
  }
}
