package io.anabranch.apps.launch.settings;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/** Finds the name that a misspelt one was probably meant to be. */
final class Levenshtein {

  private Levenshtein() {}

  /**
   * The known name that the fewest changes of one character make of this one; leaving out the
   * section of a path counts as one change.
   */
  static String nearest(String name, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(one -> changes(name, one)))
        .orElseThrow(() -> new IllegalArgumentException("no names are known"));
  }

  private static int changes(String name, String known) {
    String last = known.substring(known.lastIndexOf('.') + 1);
    return Math.min(distance(name, known), 1 + distance(name, last));
  }

  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
