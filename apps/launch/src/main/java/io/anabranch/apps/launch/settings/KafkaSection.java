package io.anabranch.apps.launch.settings;

import io.anabranch.adapters.kafka.KafkaSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

/** The section {@code servers.kafka}, as the adapter's settings. */
final class KafkaSection {

  static final String SERVERS = "servers.kafka.bootstrap-servers";
  static final String CLIENT = "servers.kafka.client";

  private static final String TIMEOUT = "servers.kafka.timeout";
  private static final String CLIENT_FILE = "servers.kafka.client-file";

  private KafkaSection() {}

  static KafkaSettings of(Settings settings) throws SettingsException {
    String servers = settings.text(SERVERS).getOrElse("");
    KafkaSettings plain = settings.checked(SERVERS, () -> KafkaSettings.of(servers));
    KafkaSettings kafka = timeout(plain, settings);
    for (Settings.Property property : settings.properties(CLIENT)) {
      kafka = with(kafka, property.name(), property.value(), property.origin());
    }
    for (Path file : settings.file(CLIENT_FILE)) {
      Properties secrets = read(file, settings);
      for (String name : new TreeSet<>(secrets.stringPropertyNames())) {
        kafka = with(kafka, name, secrets.getProperty(name), file.toString());
      }
    }
    return kafka;
  }

  private static KafkaSettings timeout(KafkaSettings kafka, Settings settings)
      throws SettingsException {
    Duration timeout = settings.duration(TIMEOUT);
    return settings.checked(TIMEOUT, () -> kafka.withTimeout(timeout));
  }

  private static KafkaSettings with(KafkaSettings kafka, String name, String value, String origin)
      throws SettingsException {
    try {
      return kafka.withClient(Map.of(name, value));
    } catch (IllegalArgumentException wrong) {
      throw new SettingsException(origin + ": " + wrong.getMessage(), wrong);
    }
  }

  private static Properties read(Path file, Settings settings) throws SettingsException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException wrong) {
      throw settings.invalid(CLIENT_FILE, "the path of a file of Java properties");
    }
    return properties;
  }
}
