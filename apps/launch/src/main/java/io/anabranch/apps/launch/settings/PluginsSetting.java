package io.anabranch.apps.launch.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueType;
import io.vavr.control.Option;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The setting {@code plugins}. It is read before all others, as plugins have settings of their own:
 * only then is it known which names there are. What is wrong with the settings otherwise is for
 * {@link Settings#load} to say.
 */
public final class PluginsSetting {

  private static final String PATH = "plugins";

  private PluginsSetting() {}

  /**
   * The places of plugins, as a flag has them, else the environment, else the file.
   *
   * @param file of the user's
   * @param environment variables by name
   * @param flags values by path, as {@code --set} has them
   */
  public static List<Path> read(
      Option<Path> file, Map<String, String> environment, Map<String, String> flags)
      throws SettingsException {
    Option<String> text =
        Option.of(flags.get(PATH)).orElse(Option.of(environment.get(Settings.variable(PATH))));
    try {
      List<String> places = text.isDefined() ? listed(text.get()) : ofFile(file);
      return places.stream()
          .map(String::strip)
          .filter(place -> !place.isEmpty())
          .map(Path::of)
          .toList();
    } catch (InvalidPathException noPath) {
      throw new SettingsException(
          PATH + ": '" + noPath.getInput() + "' is not a path of a file", noPath);
    }
  }

  private static List<String> ofFile(Option<Path> file) {
    try {
      Config config =
          file.map(path -> ConfigFactory.parseFile(path.toFile())).getOrElse(ConfigFactory.empty());
      Config resolved = config.resolve();
      if (!resolved.hasPath(PATH)) {
        return List.of();
      }
      return resolved.getValue(PATH).valueType() == ConfigValueType.LIST
          ? resolved.getStringList(PATH)
          : listed(resolved.getString(PATH));
    } catch (ConfigException unreadable) {
      return List.of();
    }
  }

  private static List<String> listed(String text) {
    try {
      return text.startsWith("[")
          ? ConfigFactory.parseString("v = " + text).getStringList("v")
          : List.of(text.split(",", -1));
    } catch (ConfigException unreadable) {
      return List.of();
    }
  }
}
