package io.anabranch.apps.cli;

import io.anabranch.apps.local.LocalServers;
import io.anabranch.apps.local.ServerKind;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which servers of this machine a command is for. */
final class LocalOptions {

  /** The directory of the checkout, which the launcher sets. */
  private static final String HOME = "anabranch.home";

  @picocli.CommandLine.Option(
      names = "--directory",
      paramLabel = "DIR",
      description =
          "Where the servers keep data and logs (default: .anabranch/local beside the launcher).")
  private @Nullable Path directory;

  LocalServers servers() {
    return LocalServers.in(
        Option.of(directory)
            .getOrElse(() -> Path.of(System.getProperty(HOME, ""), ".anabranch", "local")));
  }

  /** The option to add to another command for the same directory. */
  String repeated() {
    return directory == null ? "" : " --directory " + directory;
  }

  /** Servers by their names, once each; all if none is named. */
  static List<ServerKind> kinds(List<String> description) {
    if (description.isEmpty()) {
      return List.of(ServerKind.values());
    }
    List<ServerKind> kinds = new ArrayList<>();
    for (String word : description) {
      kinds.add(
          Stream.of(ServerKind.values())
              .filter(kind -> kind.word().equalsIgnoreCase(word.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UsageException(
                          "there is no server '"
                              + word
                              + "'; there is "
                              + describe(List.of(ServerKind.values())))));
    }
    return kinds.stream().distinct().sorted().toList();
  }

  static String describe(List<ServerKind> kinds) {
    return kinds.stream().map(ServerKind::word).collect(Collectors.joining(", "));
  }
}
