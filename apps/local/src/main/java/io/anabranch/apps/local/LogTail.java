package io.anabranch.apps.local;

import io.vavr.control.Option;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What the end of a log says. */
final class LogTail {

  private static final int BYTES = 65_536;
  private static final int WIDEST = 300;
  private static final Pattern TROUBLE =
      Pattern.compile("^Caused by: .*|.*(Exception|Error): .*|.* (ERROR|FATAL) .*");

  /** Exceptions by their full names say where a class is from, which helps nobody here. */
  private static final Pattern PACKAGE = Pattern.compile("\\b([a-z_0-9]+\\.)+(?=[A-Z])");

  private LogTail() {}

  /**
   * The last line that tells of trouble, else the last one.
   *
   * @param start of what is looked at, in bytes; what stands before is of an earlier run
   */
  static Option<String> trouble(Path log, long start) {
    List<String> lines = lines(log, start);
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (TROUBLE.matcher(lines.get(i)).matches()) {
        return Option.some(cut(lines.get(i)));
      }
    }
    return lines.isEmpty() ? Option.none() : Option.some(cut(lines.get(lines.size() - 1)));
  }

  private static String cut(String line) {
    String description = PACKAGE.matcher(line.strip()).replaceAll("");
    return description.length() <= WIDEST ? description : description.substring(0, WIDEST) + "…";
  }

  private static List<String> lines(Path log, long start) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(Math.min(start, file.length()), file.length() - BYTES);
      file.seek(from);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (IOException none) {
      return List.of();
    }
  }
}
