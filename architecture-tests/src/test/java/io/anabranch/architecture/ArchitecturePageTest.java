package io.anabranch.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/architecture.md names is there: a class, or a module of the root pom. */
final class ArchitecturePageTest {

  /** A name in backticks; commands, which have blanks, are none. */
  private static final Pattern NAMED = Pattern.compile("`([\\w/-]+)`");

  /** A module in the drawing. */
  private static final Pattern DRAWN = Pattern.compile("\\b(?:apps/|adapters-)[\\w/-]*\\w");

  private static final Pattern DRAWING = Pattern.compile("```text\n(.*?)```", Pattern.DOTALL);

  @Test
  void namesOnlyClassesAndModulesThatExist() throws IOException {
    SortedSet<String> unknown = unknown(page());

    assertThat(unknown).isEmpty();
  }

  @Test
  void namesEveryModule() throws IOException {
    assertThat(matches(NAMED, page(), 1)).containsAll(modules());
  }

  @Test
  void drawsOnlyModulesThatExist() throws IOException {
    List<String> drawings = matches(DRAWING, page(), 1);

    assertThat(drawings).hasSize(1);
    assertThat(matches(DRAWN, drawings.get(0), 0)).isNotEmpty().isSubsetOf(House.modules());
  }

  @Test
  void aNameOfNothingIsFound() {
    assertThat(unknown("`View` in `domain`, `NoSuchClass` in `apps/elsewhere`, `anabranch up`"))
        .containsExactly("NoSuchClass", "apps/elsewhere");
  }

  private static SortedSet<String> unknown(String text) {
    Set<String> known =
        Stream.concat(
                Stream.concat(House.MAIN.stream().map(c -> c.getSimpleName()), modules().stream()),
                Stream.of(HouseModule.class.getSimpleName()))
            .collect(Collectors.toSet());
    SortedSet<String> named = new TreeSet<>(matches(NAMED, text, 1));
    named.removeAll(known);
    return named;
  }

  /** All but this one, which the page is not about. */
  private static List<String> modules() {
    return House.modules().stream().filter(module -> !module.equals("architecture-tests")).toList();
  }

  private static List<String> matches(Pattern pattern, String text, int group) {
    return pattern.matcher(text).results().map((MatchResult m) -> m.group(group)).toList();
  }

  private static String page() throws IOException {
    return Files.readString(House.root().resolve("docs/architecture.md"));
  }
}
