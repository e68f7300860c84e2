package io.anabranch.apps.cli;

import io.anabranch.apps.http.status.LiveStatus;
import io.anabranch.apps.http.status.PartitionStatus;
import io.vavr.control.Option;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Shows the progress of a demo on standard error: on a terminal as a small table that is redrawn in
 * place, elsewhere as a line every few seconds.
 */
abstract class DemoView implements AutoCloseable {

  final PrintWriter err;
  private final Duration period;

  private DemoView(PrintWriter err, Duration period) {
    this.err = err;
    this.period = period;
  }

  /** The view for a terminal, or for a file or pipe. */
  static DemoView on(PrintWriter err, Duration lineEvery) {
    if (!Boolean.getBoolean("anabranch.screen")) {
      return new Lines(err, lineEvery);
    }
    boolean isColoured = System.getenv("NO_COLOR") == null || System.getenv("NO_COLOR").isEmpty();
    return new Screen(err, isColoured);
  }

  /** How often to show something. */
  Duration period() {
    return period;
  }

  /** Prints what runs. */
  void began(List<String> names, double rate, Option<String> address) {
    err.printf(
        Locale.ROOT,
        "demo: %s, %,.0f records per second, each ten minutes of generated time; Ctrl-C stops it%n",
        String.join(", ", names),
        rate);
    address.forEach(where -> err.println("demo: see " + where));
  }

  /** Shows the current state. */
  abstract void show(List<LiveStatus> statuses, Duration ran);

  /** Prints that it is stopping. */
  void ending(List<LiveStatus> statuses, Duration ran) {
    show(statuses, ran);
    err.println(
        "demo: stopping: the speed layer reaches the end of the log, then every view is compared with"
            + " a recount");
  }

  @Override
  public void close() {
    err.flush();
  }

  static long divergences(LiveStatus status) {
    return status.audit().divergences() + status.totals().count(t -> t.merged() != t.recount());
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.1f", duration.toNanos() / 1e6);
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static final class Lines extends DemoView {

    Lines(PrintWriter err, Duration period) {
      super(err, period);
    }

    @Override
    void show(List<LiveStatus> statuses, Duration ran) {
      double rate = statuses.stream().mapToDouble(LiveStatus::eventsPerSecond).sum();
      long wrong = statuses.stream().mapToLong(DemoView::divergences).sum();
      StringBuilder line = new StringBuilder();
      line.append(String.format(Locale.ROOT, "%4d s  %,6.0f events/s", ran.toSeconds(), rate));
      for (LiveStatus status : statuses) {
        line.append(
            String.format(
                Locale.ROOT,
                "  %s: %s read, %d published, p99 %s ms",
                status.workload(),
                count(status.balance().read()),
                status.publications(),
                millis(status.visible().p99())));
        status.activeFailures().forEach(trouble -> line.append("  ! ").append(trouble));
      }
      err.println(line.append("  ").append(wrong).append(" wrong"));
    }
  }

  private static final class Screen extends DemoView {
    private static final String ESCAPE = "\u001b[";
    private static final int BAR = 12;

    /** A line wider than the terminal would wrap, and be redrawn in the wrong place. */
    private static final int WIDTH = 79;

    private static final String HEADER =
        String.format(
            Locale.ROOT,
            "%-8s %8s %10s %5s  %-12s %6s %7s %8s %6s",
            "workload",
            "events/s",
            "read",
            "pub",
            "batch|speed",
            "behind",
            "p99 ms",
            "audited",
            "wrong");

    private final boolean isColoured;
    private int drawn;

    Screen(PrintWriter err, boolean isColoured) {
      super(err, Duration.ofSeconds(1));
      this.isColoured = isColoured;
    }

    @Override
    void show(List<LiveStatus> statuses, Duration ran) {
      List<String> lines = new ArrayList<>();
      lines.add(String.format(Locale.ROOT, "%d:%02d", ran.toMinutes(), ran.toSecondsPart()));
      lines.add(HEADER);
      statuses.forEach(status -> lines.add(line(status)));
      for (LiveStatus status : statuses) {
        status.activeFailures().forEach(trouble -> lines.add(red(cut("! " + trouble))));
        status
            .audit()
            .findings()
            .forEach(finding -> lines.add(red(cut("! " + finding.describe()))));
      }
      StringBuilder screen = new StringBuilder();
      if (drawn > 0) {
        screen.append(ESCAPE).append(drawn).append('A');
      }
      for (String line : lines) {
        screen.append(line).append(ESCAPE).append("K\n");
      }
      screen.append(ESCAPE).append('J');
      err.print(screen);
      err.flush();
      drawn = lines.size();
    }

    private String red(String text) {
      return isColoured ? ESCAPE + "31m" + text + ESCAPE + "0m" : text;
    }

    private static String cut(String text) {
      return text.length() <= WIDTH ? text : text.substring(0, WIDTH - 1) + "…";
    }

    private static String line(LiveStatus status) {
      long behind = status.partitions().map(c -> c.logEnd() - c.folded()).sum().longValue();
      return cut(
          String.format(
              Locale.ROOT,
              "%-8s %,8.0f %,10d %,5d  %-12s %,6d %7s %,8d %,6d",
              status.workload(),
              status.eventsPerSecond(),
              status.balance().read(),
              status.publications(),
              bar(status),
              behind,
              millis(status.visible().p99()),
              status.audit().rows(),
              divergences(status)));
    }

    /** The shares of the log that batch and speed answer for. */
    private static String bar(LiveStatus status) {
      long cut = status.partitions().map(PartitionStatus::cut).sum().longValue();
      long end = status.partitions().map(PartitionStatus::logEnd).sum().longValue();
      int batch = end == 0 ? 0 : (int) (cut * BAR / end);
      return "=".repeat(batch) + "~".repeat(BAR - batch);
    }
  }
}
