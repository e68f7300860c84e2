package io.anabranch.apps.layers;

/**
 * Batch sizes and memory limits of the layers. They do not affect answers.
 *
 * @param recordsPerStep the maximum number of records that the speed layer folds per partition
 *     before it writes
 * @param recordsPerFile the maximum number of records per archive file
 * @param foldingThreads the number of shares that the batch layer splits a partition's range into
 * @param rowsInMemory the number of rows that all folds of a batch together may hold before some
 *     are written out
 */
public record LayerSettings(
    int recordsPerStep, int recordsPerFile, int foldingThreads, long rowsInMemory) {

  /** The default settings. */
  public static final LayerSettings DEFAULTS = new LayerSettings(4_096, 16_384, 1, 500_000);

  public LayerSettings {
    if (recordsPerStep < 1 || recordsPerFile < 1 || foldingThreads < 1 || rowsInMemory < 1) {
      throw new IllegalArgumentException(
          "layer settings must be 1 or more, but are "
              + recordsPerStep
              + " records per step, "
              + recordsPerFile
              + " records per file, "
              + foldingThreads
              + " folding threads and "
              + rowsInMemory
              + " rows in memory");
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
