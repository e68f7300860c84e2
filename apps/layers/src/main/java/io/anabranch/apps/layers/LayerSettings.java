package io.anabranch.apps.layers;

/**
 * How much the layers take at once. None of it changes an answer.
 *
 * @param recordsPerStep the most that the speed layer folds of a partition before it writes
 * @param recordsPerFile the most that the archiver puts into one file
 * @param foldingThreads into how many shares the batch layer cuts a partition's range
 * @param rowsInMemory the rows that the folds of a batch may hold together before some are written
 *     out
 */
public record LayerSettings(
    int recordsPerStep, int recordsPerFile, int foldingThreads, long rowsInMemory) {

  /** What holds unless something else is set. */
  public static final LayerSettings DEFAULTS = new LayerSettings(4_096, 16_384, 1, 500_000);

  public LayerSettings {
    if (recordsPerStep < 1 || recordsPerFile < 1 || foldingThreads < 1 || rowsInMemory < 1) {
      throw new IllegalArgumentException(
          "each of the layers takes 1 or more at once, not "
              + recordsPerStep
              + " records per step, "
              + recordsPerFile
              + " per file, "
              + foldingThreads
              + " threads, "
              + rowsInMemory
              + " rows");
    }
  }

  public LayerSettings withRecordsPerStep(int records) {
    return new LayerSettings(records, recordsPerFile, foldingThreads, rowsInMemory);
  }

  public LayerSettings withRecordsPerFile(int records) {
    return new LayerSettings(recordsPerStep, records, foldingThreads, rowsInMemory);
  }

  public LayerSettings withFoldingThreads(int threads) {
    return new LayerSettings(recordsPerStep, recordsPerFile, threads, rowsInMemory);
  }

  public LayerSettings withRowsInMemory(long rows) {
    return new LayerSettings(recordsPerStep, recordsPerFile, foldingThreads, rows);
  }
}
