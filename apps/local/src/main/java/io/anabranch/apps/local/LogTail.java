package io.anabranch.apps.local;

import io.vavr.control.Option;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The end of a log, searched for the reason of a failure. */
final class LogTail {

  private static final int MAX_BYTES = 65_536;
  private static final int MAX_LINE_LENGTH = 300;
  private static final Pattern ERROR =
      Pattern.compile("^Caused by: .*|.*(Exception|Error): .*|.* (ERROR|FATAL) .*");

  /** The packages of exceptions make messages long and explain nothing to a user. */
  private static final Pattern PACKAGE = Pattern.compile("\\b([a-z_0-9]+\\.)+(?=[A-Z])");

  private LogTail() {}

  /**
   * The last line that reports an error, or else the last line.
   *
   * @param start the offset in bytes from which to search; earlier lines belong to an earlier run
   */
  static Option<String> failure(Path log, long start) {
    List<String> lines = lines(log, start);
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (ERROR.matcher(lines.get(i)).matches()) {
        return Option.some(shorten(lines.get(i)));
      }
    }
    return lines.isEmpty() ? Option.none() : Option.some(shorten(lines.get(lines.size() - 1)));
  }

  private static String shorten(String line) {
    String text = PACKAGE.matcher(line.strip()).replaceAll("");
    return text.length() <= MAX_LINE_LENGTH ? text : text.substring(0, MAX_LINE_LENGTH) + "…";
  }

  private static List<String> lines(Path log, long start) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(Math.min(start, file.length()), file.length() - MAX_BYTES);
      file.seek(from);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (IOException unreadable) {
      return List.of();
    }
  }
}
