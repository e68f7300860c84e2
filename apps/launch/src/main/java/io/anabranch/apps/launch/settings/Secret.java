package io.anabranch.apps.launch.settings;

import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A secret that is read when it is used, not at the start: a process that does not use it need not
 * be able to read its file. It is never shown.
 */
public final class Secret {

  static final String READABLE = "the path of a file that this process can read";

  private final Option<String> value;
  private final Option<String> file;
  private final String unreadable;

  /**
   * A secret.
   *
   * @param file is read if it is set; else the value is the secret
   * @param unreadable the message if the file cannot be read
   */
  Secret(Option<String> value, Option<String> file, String unreadable) {
    this.value = value;
    this.file = file;
    this.unreadable = unreadable;
  }

  /**
   * Reads the secret.
   *
   * @return none if it is not set or its file is empty
   * @throws SettingsException if its file cannot be read
   */
  public Option<String> read() throws SettingsException {
    if (file.isEmpty()) {
      return value;
    }
    try {
      return Option.some(Files.readString(Path.of(file.get())).strip())
          .filter(secret -> !secret.isEmpty());
    } catch (IOException | InvalidPathException wrong) {
      throw new SettingsException(unreadable, wrong);
    }
  }

  @Override
  public String toString() {
    return "(not shown)";
  }
}
