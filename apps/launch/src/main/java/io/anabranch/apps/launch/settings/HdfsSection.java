package io.anabranch.apps.launch.settings;

import io.anabranch.adapters.hdfs.HdfsSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/** The section {@code servers.hdfs}, as the adapter's settings. */
final class HdfsSection {

  static final String ROOT = "servers.hdfs.root";
  static final String CLIENT = "servers.hdfs.client";

  private static final String CONNECT = "servers.hdfs.connect-timeout";
  private static final String ANSWER = "servers.hdfs.answer-timeout";

  private HdfsSection() {}

  static HdfsSettings of(Settings settings) throws SettingsException {
    String root = root(settings);
    Duration toConnect = settings.duration(CONNECT);
    Duration forAnAnswer = settings.duration(ANSWER);
    HdfsSettings at = settings.checked(ROOT, () -> HdfsSettings.at(root));
    HdfsSettings reached =
        settings.checked(CONNECT, () -> at.waiting(toConnect, at.answerTimeout()));
    HdfsSettings hdfs = settings.checked(ANSWER, () -> reached.waiting(toConnect, forAnAnswer));
    for (Settings.Property property : settings.properties(CLIENT)) {
      hdfs = hdfs.with(property.name(), property.value());
    }
    return hdfs;
  }

  private static String root(Settings settings) throws SettingsException {
    String root = settings.text(ROOT).getOrElse("");
    try {
      return new URI(root).toString();
    } catch (URISyntaxException wrong) {
      throw settings.invalid(
          ROOT, "the address of a directory, such as hdfs://127.0.0.1:8020/anabranch");
    }
  }
}
