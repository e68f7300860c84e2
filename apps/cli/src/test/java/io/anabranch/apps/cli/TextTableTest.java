package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTableTest {

  private static List<String> lines(String... items) {
    TextTable table =
        new TextTable(List.of("item", "units"), List.of(TextTable.Side.LEFT, TextTable.Side.RIGHT));
    for (String item : items) {
      table.add(List.of(item, "1"));
    }
    return table.toString().lines().toList();
  }

  @Test
  void standsInColumns() {
    assertThat(lines("apple"))
        .containsExactly(
            "+-------+-------+",
            "| item  | units |",
            "+-------+-------+",
            "| apple |     1 |",
            "+-------+-------+");
  }

  @Test
  void hasNoSecondLineBelowTheHeaderWhereThereAreNoRows() {
    assertThat(lines()).hasSize(3);
  }

  @Test
  void keepsColumnsBelowWideAndCombiningCharacters() {
    List<String> lines = lines("りんご", "cafe\u0301", "🍎");

    assertThat(lines.stream().map(TextTable::width)).containsOnly(18);
    assertThat(lines).contains("| りんご |     1 |", "| cafe\u0301   |     1 |", "| 🍎     |     1 |");
  }

  @Test
  void cutsALongCellInsteadOfBreakingIt() {
    List<String> lines = lines("x".repeat(150), "apple");

    assertThat(lines).hasSize(6).contains("| " + "x".repeat(59) + "… |     1 |");
  }

  @ParameterizedTest
  @CsvSource({"202e,202e", "200b,200b", "1b,001b", "2028,2028"})
  void escapesWhatSteersATerminalOrTurnsText(String character, String escape) {
    String shown = String.join("\n", lines("a" + (char) Integer.parseInt(character, 16) + "b"));

    assertThat(shown).contains("| a\\u" + escape + "b |");
  }
}
