package io.anabranch.apps.launch.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.anabranch.domain.definition.WorkloadFactory;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is set: by a flag, else by an environment variable, else in a file, else by default. Every
 * name in a file must be known, so that a misspelt one is told and not passed over.
 */
public final class Settings {

  private static final String PREFIX = "ANABRANCH_";
  private static final String DEFAULTS = "anabranch.conf";
  private static final String DEFAULT = "default";
  private static final String CLIENT = ".client";
  private static final String FILE = "-file";
  private static final Set<String> SECRET = Set.of("password", "secret", "jaas", "api-key");

  private final Config config;

  private Settings(Config config) {
    this.config = config;
  }

  /** Reads what is set, of workloads that ship. */
  public static Settings load(
      Option<Path> file, Map<String, String> environment, Map<String, String> flags)
      throws SettingsException {
    return load(List.of(), file, environment, flags);
  }

  /**
   * Reads what is set.
   *
   * @param workloads each has a section, with its own settings
   * @param file of the user's
   * @param environment variables by name
   * @param flags values by path, as {@code --set} has them
   * @throws SettingsException if the file cannot be read, or a name or value is not known
   */
  public static Settings load(
      Iterable<WorkloadFactory> workloads,
      Option<Path> file,
      Map<String, String> environment,
      Map<String, String> flags)
      throws SettingsException {
    try {
      Config defaults = defaults().withFallback(WorkloadSection.defaults(workloads, DEFAULT + ":"));
      Config set = ConfigFactory.empty();
      for (Map.Entry<String, String> flag : flags.entrySet()) {
        refuseSecret(flag.getKey());
        set = set.withValue(flag.getKey(), value(flag.getValue(), "--set " + flag.getKey()));
      }
      check(set, defaults);
      Config told = environment(defaults, environment);
      Config read = file.isEmpty() ? ConfigFactory.empty() : file(file.get());
      check(read, defaults);
      Config all = set.withFallback(told).withFallback(read).withFallback(defaults).resolve();
      return new Settings(all);
    } catch (ConfigException wrong) {
      throw new SettingsException(describe(wrong), wrong);
    }
  }

  /** What is an argument is seen by all who list processes. */
  private static void refuseSecret(String path) throws SettingsException {
    if (isSecret(path)) {
      int client = path.indexOf(CLIENT + ".");
      throw new SettingsException(
          "--set "
              + path
              + ": a secret is no argument, which others on this machine can see; "
              + (client < 0
                  ? "set " + path + FILE + ", or the environment variable " + variable(path)
                  : "write it into the file of " + path.substring(0, client) + CLIENT + FILE));
    }
  }

  private static Config defaults() {
    return ConfigFactory.parseResources(
        Settings.class,
        DEFAULTS,
        ConfigParseOptions.defaults().setAllowMissing(false).setOriginDescription(DEFAULT));
  }

  /** The defaults as a settings file. */
  public static String defaultsText() throws IOException {
    return defaultsText(List.of());
  }

  /**
   * The defaults as a settings file, with sections of the workloads that do not ship at its end.
   */
  public static String defaultsText(Iterable<WorkloadFactory> workloads) throws IOException {
    StringBuilder all = new StringBuilder();
    try (InputStream text = Settings.class.getResourceAsStream(DEFAULTS)) {
      all.append(new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8));
    }
    Config defaults = defaults();
    for (WorkloadFactory factory : workloads) {
      if (!defaults.hasPath("workloads." + factory.workload())) {
        all.append('\n').append(WorkloadSection.defaultsText(factory));
      }
    }
    return all.toString();
  }

  private static Config file(Path file) throws SettingsException {
    if (!Files.isReadable(file)) {
      throw new SettingsException(
          "there is no settings file "
              + file
              + " that can be read; --servers takes memory, local or such a file");
    }
    return ConfigFactory.parseFile(file.toFile());
  }

  private static Config environment(Config defaults, Map<String, String> environment) {
    Config told = ConfigFactory.empty();
    for (Map.Entry<String, ConfigValue> known : defaults.entrySet()) {
      String name = variable(known.getKey());
      String value = environment.get(name);
      if (value != null) {
        told = told.withValue(known.getKey(), value(value, "environment variable " + name));
      }
    }
    return told;
  }

  /** The environment variable of a path. */
  static String variable(String path) {
    return PREFIX + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private static ConfigValue value(String text, String origin) {
    ConfigOrigin from = ConfigOriginFactory.newSimple(origin);
    ConfigValue value =
        text.startsWith("[")
            ? ConfigFactory.parseString("v = " + text).getValue("v")
            : ConfigValueFactory.fromAnyRef(text);
    return value.withOrigin(from);
  }

  private static void check(Config given, Config defaults) throws SettingsException {
    for (Map.Entry<String, ConfigValue> entry : given.entrySet()) {
      String path = entry.getKey();
      boolean isClients = path.contains(CLIENT + ".") || path.contains(CLIENT + "\"");
      if (!isClients && !defaults.hasPath(path)) {
        throw new SettingsException(
            entry.getValue().origin().description()
                + ": there is no setting '"
                + path
                + "'; 'anabranch config show' lists all");
      }
    }
  }

  private static String describe(ConfigException wrong) {
    String message = String.valueOf(wrong.getMessage());
    return "the settings cannot be used: " + message;
  }

  // Reading

  /** A text; empty counts as none. */
  public Option<String> text(String path) throws SettingsException {
    return Option.some(read(path, Config::getString)).filter(value -> !value.isEmpty());
  }

  /** A secret: what stands in the file that {@code path}-file names, or else the value itself. */
  public Option<String> secret(String path) throws SettingsException {
    Option<String> file = text(path + FILE);
    if (file.isEmpty()) {
      return text(path);
    }
    try {
      return Option.some(Files.readString(Path.of(file.get())).strip())
          .filter(secret -> !secret.isEmpty());
    } catch (IOException | InvalidPathException unreadable) {
      throw invalid(path + FILE, "a file that can be read");
    }
  }

  public int number(String path, int least) throws SettingsException {
    int number = read(path, Config::getInt);
    if (number < least) {
      throw invalid(path, least + " or more");
    }
    return number;
  }

  public Duration duration(String path) throws SettingsException {
    Duration duration = read(path, Config::getDuration);
    if (duration.isZero() || duration.isNegative()) {
      throw invalid(path, "a duration above 0, as 5s");
    }
    return duration;
  }

  public List<String> texts(String path) throws SettingsException {
    return read(
        path,
        (config, at) ->
            config.getValue(at).valueType() == ConfigValueType.LIST
                ? config.getStringList(at)
                : List.of(config.getString(at).split(",", -1)));
  }

  /** The names and values under a path, whatever dots are in them. */
  public SortedMap<String, String> properties(String path) throws SettingsException {
    SortedMap<String, String> properties = new TreeMap<>();
    Config under = read(path, Config::getConfig);
    under
        .entrySet()
        .forEach(
            entry ->
                properties.put(
                    String.join(".", ConfigUtil.splitPath(entry.getKey())),
                    String.valueOf(entry.getValue().unwrapped())));
    return properties;
  }

  @FunctionalInterface
  private interface Read<T> {
    T of(Config config, String path);
  }

  private <T> T read(String path, Read<T> read) throws SettingsException {
    try {
      return read.of(config, path);
    } catch (ConfigException wrong) {
      throw new SettingsException(describe(wrong), wrong);
    }
  }

  /** That a value is of the right kind and cannot be used all the same. */
  public SettingsException invalid(String path, String meant) {
    ConfigValue value = config.getValue(path);
    return new SettingsException(
        value.origin().description()
            + ": "
            + path
            + " is "
            + shown(path, value)
            + ", and takes "
            + meant);
  }

  // Showing

  /**
   * One thing that is set.
   *
   * @param origin who says so: a flag, an environment variable, a place in a file, or the defaults
   */
  public record Entry(String path, String value, String origin) {}

  /** Everything that is set, by path; secrets are not shown. */
  public Vector<Entry> entries() {
    SortedMap<String, Entry> entries = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : config.entrySet()) {
      String path = entry.getKey();
      entries.put(path, new Entry(path, shown(path, entry.getValue()), origin(entry.getValue())));
    }
    return Vector.ofAll(entries.values());
  }

  private static String origin(ConfigValue value) {
    String description = value.origin().description();
    return description.startsWith(DEFAULT + ":") ? DEFAULT : description;
  }

  private static String shown(String path, ConfigValue value) {
    String text =
        value.unwrapped() instanceof String string
            ? string
            : value.render(ConfigRenderOptions.concise());
    return isSecret(path) && !text.isEmpty() ? "(not shown)" : text;
  }

  private static boolean isSecret(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return !name.endsWith(FILE) && SECRET.stream().anyMatch(name::contains);
  }
}
