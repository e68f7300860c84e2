package io.anabranch.apps.cli;

import io.anabranch.apps.http.status.Latency;
import io.anabranch.apps.standalone.live.LiveSummary;
import io.anabranch.apps.standalone.live.LiveWorkload;
import io.anabranch.domain.fold.Balance;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The result of a demo: a line for each workload, and one for all together. */
final class DemoSummary {

  private static final String WORKLOAD = "workload";

  private final List<Map<String, Object>> lines = new ArrayList<>();
  private final List<String> wrongs = new ArrayList<>();
  private final boolean isRight;

  private DemoSummary(boolean isRight) {
    this.isRight = isRight;
  }

  /** The summary of workloads that have ended, in their order. */
  static DemoSummary of(List<LiveWorkload> workloads, List<LiveSummary> ended, Duration ran) {
    DemoSummary summary = new DemoSummary(ended.stream().allMatch(LiveSummary::isRight));
    for (LiveSummary one : ended) {
      summary.lines.add(
          line(one.last().workload(), List.of(one), one.last().visible(), one.answered()));
      for (String difference : one.differences()) {
        summary.wrongs.add(one.last().workload() + ": " + difference);
      }
      one.last()
          .audit()
          .findings()
          .forEach(
              finding -> summary.wrongs.add(one.last().workload() + ": " + finding.describe()));
      if (!one.last().balance().closes()) {
        summary.wrongs.add(
            one.last().workload() + ": the balance does not close: " + one.last().balance());
      }
    }
    Map<String, Object> total =
        line(
            "total",
            ended,
            LiveWorkload.visibleCombined(workloads),
            LiveWorkload.answeredCombined(workloads));
    total.put("seconds", ran.toMillis() / 1000.0);
    total.put(
        "cpu_seconds",
        ProcessHandle.current()
            .info()
            .totalCpuDuration()
            .map(spent -> spent.toMillis() / 1000.0)
            .orElse(0.0));
    summary.lines.add(total);
    return summary;
  }

  private static Map<String, Object> line(
      String name, List<LiveSummary> ended, Latency visible, Latency answered) {
    Map<String, Object> line = new LinkedHashMap<>();
    Balance balance = new Balance();
    for (LiveSummary one : ended) {
      balance = balance.plus(one.last().balance());
    }
    line.put(WORKLOAD, name);
    line.put("records", balance.records());
    line.put("read", balance.read());
    line.put("folded", balance.folded());
    line.put("duplicate", balance.duplicate());
    line.put("rejected", balance.rejected());
    line.put("publications", ended.stream().mapToLong(one -> one.last().publications()).sum());
    line.put("republications", ended.stream().mapToLong(LiveSummary::republications).sum());
    line.put("switches", ended.stream().mapToLong(LiveSummary::switches).sum());
    line.put("staleness_p50_ms", millis(visible.median()));
    line.put("staleness_p99_ms", millis(visible.p99()));
    line.put("staleness_max_ms", millis(visible.longest()));
    line.put("answer_p99_ms", millis(answered.p99()));
    line.put("audited", ended.stream().mapToLong(one -> one.last().audit().rows()).sum());
    line.put("compared", ended.stream().mapToLong(LiveSummary::comparedRows).sum());
    line.put("divergences", ended.stream().mapToLong(LiveSummary::divergences).sum());
    line.put("activeFailures", ended.stream().mapToLong(LiveSummary::activeFailures).sum());
    return line;
  }

  private static double millis(Duration duration) {
    return TimeUnit.NANOSECONDS.toMicros(duration.toNanos()) / 1000.0;
  }

  /** Whether nothing diverged and every balance closes. */
  boolean isRight() {
    return isRight;
  }

  /** What went wrong, in words. */
  List<String> wrongs() {
    return List.copyOf(wrongs);
  }

  /** Writes the lines, for people or for programs. */
  void write(RowWriter.Format format, PrintWriter out) throws IOException {
    new FigureLines(WORKLOAD, lines).write(format, out);
  }
}
