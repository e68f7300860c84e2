package io.anabranch.apps.launch.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All settings as text: each comes from a flag, else from an environment variable, else from a
 * file, else from the defaults. A name that is not known is refused, so that a misspelt setting is
 * never silently ignored. Values are typed by the sections, which {@link AnabranchSettings} parses.
 */
public final class Settings {

  private static final String PREFIX = "ANABRANCH_";
  private static final String DEFAULTS = "anabranch.conf";
  private static final String DEFAULT = "default";
  private static final String CLIENT = ".client";
  private static final String FILE = "-file";
  private static final String FLAG = "--set ";
  private static final String DURATION = "a duration above 0 (examples: 30s, 5m)";
  private static final Set<String> SECRET = Set.of("password", "secret", "jaas", "api-key");

  /** Properties of client libraries: any name, as the library knows it. */
  private static final List<String> CLIENTS =
      List.of(KafkaSection.CLIENT + ".", HdfsSection.CLIENT + ".");

  /** Former names. */
  private static final Map<String, String> RENAMED = Map.of("speed.breath", "speed.linger");

  private final Config config;
  private final Consumer<String> onRead;

  private Settings(Config config, Consumer<String> onRead) {
    this.config = config;
    this.onRead = onRead;
  }

  /** Reads what is set, of workloads that ship. */
  public static Settings load(
      Option<Path> file, Map<String, String> environment, Map<String, String> flags)
      throws SettingsException {
    return load(List.of(), file, environment, flags);
  }

  /**
   * Reads all settings.
   *
   * @param workloads each has a section, with its own settings
   * @param file of the user's
   * @param environment variables by name
   * @param flags values by path, as {@code --set} takes them
   * @throws SettingsException if the file cannot be read, a name is not known or a secret is a flag
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
        set = set.withValue(flag.getKey(), value(flag.getValue(), FLAG + flag.getKey()));
      }
      check(set, defaults);
      Config variables = environment(defaults, environment);
      Config read = file.isEmpty() ? ConfigFactory.empty() : file(file.get());
      check(read, defaults);
      Config all = set.withFallback(variables).withFallback(read).withFallback(defaults).resolve();
      return new Settings(all, path -> {});
    } catch (ConfigException wrong) {
      throw new SettingsException("cannot read the settings: " + wrong.getMessage(), wrong);
    }
  }

  /** Every user of a machine can list the arguments of its processes. */
  private static void refuseSecret(String path) throws SettingsException {
    if (isSecret(path)) {
      int client = path.indexOf(CLIENT + ".");
      throw new SettingsException(
          FLAG
              + path
              + ": secrets must not be passed as arguments: other users of this machine can see"
              + " them; "
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
          "cannot read the settings file "
              + file
              + "; --servers takes memory, local or the path of a settings file");
    }
    return ConfigFactory.parseFile(file.toFile());
  }

  private static Config environment(Config defaults, Map<String, String> environment)
      throws SettingsException {
    for (Map.Entry<String, String> renamed : RENAMED.entrySet()) {
      String former = variable(renamed.getKey());
      if (environment.containsKey(former)) {
        throw new SettingsException(
            "the environment variable "
                + former
                + " is not read any more: it is named "
                + variable(renamed.getValue())
                + " now");
      }
    }
    Config variables = ConfigFactory.empty();
    for (Map.Entry<String, ConfigValue> known : defaults.entrySet()) {
      String name = variable(known.getKey());
      String value = environment.get(name);
      if (value != null) {
        variables =
            variables.withValue(known.getKey(), value(value, "environment variable " + name));
      }
    }
    return variables;
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
    List<String> known = defaults.entrySet().stream().map(Map.Entry::getKey).sorted().toList();
    for (Map.Entry<String, ConfigValue> entry : given.entrySet()) {
      String path = entry.getKey();
      if (!known.contains(path) && CLIENTS.stream().noneMatch(path::startsWith)) {
        throw new SettingsException(
            entry.getValue().origin().description() + ": " + unknown(path, known));
      }
    }
  }

  private static String unknown(String path, List<String> known) {
    String renamed = RENAMED.get(path);
    if (renamed != null) {
      return "there is no setting '" + path + "' any more: it is named '" + renamed + "' now";
    }
    Stream<String> sections = Stream.concat(known.stream(), CLIENTS.stream());
    return sections.anyMatch(one -> one.startsWith(path + "."))
        ? "'"
            + path
            + "' is a section and takes no value; set one of its keys, such as '"
            + Levenshtein.nearest(path, known)
            + "'"
        : "there is no setting '"
            + path
            + "'; did you mean '"
            + Levenshtein.nearest(path, known)
            + "'? 'anabranch config show' lists all settings";
  }

  /** The same, except that some paths have their defaults again. */
  Settings withDefaultsOf(String... paths) {
    Config defaults = defaults();
    Config changed = config;
    for (String path : paths) {
      changed = changed.withValue(path, defaults.getValue(path));
    }
    return new Settings(changed, onRead);
  }

  /** The same, which reports the path of each setting that is read. */
  Settings reportingReads(Consumer<String> read) {
    return new Settings(config, read);
  }

  // Reading: for the sections alone, so that each setting is typed in one place

  /** A text; empty counts as none. */
  Option<String> text(String path) throws SettingsException {
    return Option.some(read(path, "a text", Config::getString)).filter(value -> !value.isEmpty());
  }

  /** A secret: the content of the file that {@code path}-file names, or else the value itself. */
  Secret secret(String path) throws SettingsException {
    String file = path + FILE;
    return new Secret(text(path), text(file), refusal(file, Secret.READABLE));
  }

  /** A file that this process can read. */
  Option<Path> file(String path) throws SettingsException {
    Option<String> name = text(path);
    try {
      Option<Path> file = name.map(Path::of);
      if (!file.forAll(Files::isReadable)) {
        throw invalid(path, Secret.READABLE);
      }
      return file;
    } catch (InvalidPathException noPath) {
      throw invalid(path, Secret.READABLE);
    }
  }

  int number(String path, int least) throws SettingsException {
    return number(path, "a whole number, " + least + " or more", least, Integer.MAX_VALUE);
  }

  int number(String path, int least, int most) throws SettingsException {
    return number(path, "a whole number, " + least + " to " + most, least, most);
  }

  private int number(String path, String expected, int least, int most) throws SettingsException {
    double number = read(path, expected, Config::getNumber).doubleValue();
    if (number != Math.rint(number) || number < least || number > most) {
      throw invalid(path, expected);
    }
    return (int) number;
  }

  Duration duration(String path) throws SettingsException {
    Duration duration = read(path, DURATION, Config::getDuration);
    if (duration.isZero() || duration.isNegative()) {
      throw invalid(path, DURATION);
    }
    return duration;
  }

  List<String> texts(String path) throws SettingsException {
    return read(
        path,
        "a list of texts",
        (values, at) ->
            values.getValue(at).valueType() == ConfigValueType.LIST
                ? values.getStringList(at)
                : List.of(values.getString(at).split(",", -1)));
  }

  /** One of some words. */
  <T> T choice(String path, SortedMap<String, T> words) throws SettingsException {
    String expected = String.join(" or ", words.keySet());
    T chosen = words.get(read(path, expected, Config::getString));
    if (chosen == null) {
      throw invalid(path, expected);
    }
    return chosen;
  }

  /**
   * A property of a client library.
   *
   * @param origin where it is set
   */
  record Property(String name, String value, String origin) {}

  /** The properties under a path, by name: names may contain dots. */
  List<Property> properties(String path) throws SettingsException {
    Config under = read(path, "properties by their names", Config::getConfig);
    SortedMap<String, Property> properties = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : under.entrySet()) {
      String name = String.join(".", ConfigUtil.splitPath(entry.getKey()));
      ConfigValue value = entry.getValue();
      properties.put(
          name,
          new Property(name, String.valueOf(value.unwrapped()), value.origin().description()));
    }
    return new ArrayList<>(properties.values());
  }

  @FunctionalInterface
  private interface Read<T> {
    T of(Config config, String path);
  }

  private <T> T read(String path, String expected, Read<T> read) throws SettingsException {
    onRead.accept(path);
    try {
      return read.of(config, path);
    } catch (ConfigException wrong) {
      throw invalid(path, expected);
    }
  }

  /**
   * What an adapter's settings make of a value.
   *
   * @throws SettingsException with the place of the setting and what the adapter says of the value
   */
  <T> T checked(String path, Supplier<T> made) throws SettingsException {
    try {
      return made.get();
    } catch (IllegalArgumentException wrong) {
      throw new SettingsException(place(path) + ": " + wrong.getMessage(), wrong);
    }
  }

  /** A value that a setting does not take. */
  SettingsException invalid(String path, String expected) {
    return new SettingsException(refusal(path, expected));
  }

  private String refusal(String path, String expected) {
    return place(path) + " takes " + expected + ", not '" + shown(path, at(path)) + "'";
  }

  private String place(String path) {
    String origin = at(path).origin().description();
    return origin.equals(FLAG + path) ? origin : origin + ": " + path;
  }

  /** A value, even if it is null, which {@code Config} has no origin of. */
  private ConfigValue at(String path) {
    ConfigValue value = config.root();
    for (String name : ConfigUtil.splitPath(path)) {
      if (value instanceof ConfigObject section && section.containsKey(name)) {
        value = Objects.requireNonNull(section.get(name));
      }
    }
    return value;
  }

  // Showing

  /**
   * One setting.
   *
   * @param origin where it is set: a flag, an environment variable, a line of a file, or the
   *     defaults
   */
  public record Entry(String path, String value, String origin) {}

  /** All settings by path, without the values of secrets. */
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
