package io.anabranch.apps.cli;

import io.anabranch.apps.http.query.LossMessages;
import io.anabranch.apps.layers.audit.Auditor;
import io.anabranch.apps.layers.batch.Publication;
import io.anabranch.apps.standalone.replay.ReplayListener;
import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.SliceBits;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.util.Locale;

/** Prints the progress of a replay on standard error. */
final class ReplayNarrator implements ReplayListener {

  private static final int MOST_PARTITIONS_NAMED = 3;

  private final PrintWriter err;
  private final String workload;
  private final Option<Auditor> auditor;
  private boolean isEmptyInput;

  /** The first of the publications up to now that were empty, or 0. */
  private int emptySince;

  ReplayNarrator(PrintWriter err, String workload, Option<Auditor> auditor) {
    this.err = err;
    this.workload = workload;
    this.auditor = auditor;
  }

  @Override
  public void read(long records, int partitions, SliceBits slices, boolean picked) {
    isEmptyInput = records == 0;
    if (isEmptyInput) {
      err.println(workload + ": the input is empty");
      return;
    }
    err.println(
        workload
            + ": "
            + counted(records, "record", "records")
            + " in "
            + counted(partitions, "partition", "partitions")
            + ", slices of "
            + counted(1L << slices.bits(), "offset", "offsets")
            + " (--slice-bits "
            + slices.bits()
            + (picked ? ", picked to fit the publications)" : ")"));
  }

  @Override
  public void published(
      int number, int of, boolean kappa, Publication publication, long cleanedKeys) {
    if (isEmptyInput) {
      return;
    }
    String head = kappa ? "kappa publication" : "publication";
    if (publication instanceof Publication.Published published) {
      printEmpty(head, number - 1, of);
      err.printf(
          Locale.ROOT,
          "%s %d of %d: cut %s, %s from %s, a chain of %d, %s cleaned%n",
          head,
          number,
          of,
          describe(published.lane().cut()),
          counted(published.added().rows(), "row", "rows"),
          kappa ? "closed speed slices" : "the archive",
          published.lane().chain().segments().size(),
          counted(cleanedKeys, "key", "keys"));
      return;
    }
    emptySince = emptySince == 0 ? number : emptySince;
    if (number == of) {
      printEmpty(head, number, of);
    }
  }

  private void printEmpty(String head, int last, int of) {
    if (emptySince > 0) {
      err.printf(
          Locale.ROOT,
          "%s of %d: empty: no slice was closed since the last%n",
          emptySince == last ? head + " " + last : head + "s " + emptySince + " to " + last,
          of);
    }
    emptySince = 0;
  }

  @Override
  public void rests() {
    auditor.forEach(recounting -> err.println(recounting.cycle().describe()));
  }

  static String describe(OffsetVector offsets) {
    return describe(offsets, Vector.empty());
  }

  static String describe(OffsetVector offsets, Vector<Loss> losses) {
    if (offsets.asMap().size() > MOST_PARTITIONS_NAMED) {
      BigInteger sum =
          offsets.asMap().values().stream()
              .map(BigInteger::valueOf)
              .reduce(BigInteger.ZERO, BigInteger::add);
      return String.format(Locale.ROOT, "[%d partitions, %,d in sum]", offsets.asMap().size(), sum);
    }
    return LossMessages.describe(offsets, losses);
  }

  private static String counted(long number, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : many);
  }
}
