package io.anabranch.apps.local;

import io.vavr.control.Option;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;

/** A small file that is replaced in one step: readers see one content or the other. */
final class StateFile {

  private StateFile() {}

  static Option<Properties> read(Path file) throws IOException {
    try {
      Properties properties = new Properties();
      properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
      return Option.some(properties);
    } catch (NoSuchFileException none) {
      return Option.none();
    }
  }

  static void replace(Path file, Map<String, String> content) throws IOException {
    Properties properties = new Properties();
    properties.putAll(content);
    StringWriter text = new StringWriter();
    properties.store(text, null);
    Path next =
        file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
    Files.writeString(next, text.toString(), StandardCharsets.UTF_8);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
