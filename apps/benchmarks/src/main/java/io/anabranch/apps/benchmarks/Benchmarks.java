package io.anabranch.apps.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs benchmarks in several rounds, each benchmark in its own process, so that noise of the
 * machine affects all benchmarks alike. Arguments are the number of rounds, followed by JMH
 * options. Prints the median of each benchmark in events per second of processor time, and its
 * ratio to the {@code plain} benchmark.
 */
public final class Benchmarks {

  private Benchmarks() {}

  public static void main(String[] args) throws RunnerException, CommandLineOptionException {
    int rounds = Integer.parseInt(args[0]);
    List<String> rest = List.of(args).subList(1, args.length);
    CommandLineOptions jmh = new CommandLineOptions(rest.toArray(new String[0]));
    Map<String, List<Double>> rates = new TreeMap<>();
    for (int round = 0; round < rounds; round++) {
      Collection<RunResult> results =
          new Runner(new OptionsBuilder().parent(jmh).addProfiler(CpuTime.class).build()).run();
      for (RunResult result : results) {
        Result<?> rate = Objects.requireNonNull(result.getSecondaryResults().get(CpuTime.EVENTS));
        rates.computeIfAbsent(name(result), name -> new ArrayList<>()).add(rate.getScore());
      }
    }
    print(rates, new PrintStream(System.out, true, StandardCharsets.UTF_8));
  }

  private static String name(RunResult result) {
    String method = result.getParams().getBenchmark();
    StringBuilder name = new StringBuilder(method.substring(method.lastIndexOf('.') + 1));
    for (String parameter : result.getParams().getParamsKeys()) {
      name.append(' ').append(result.getParams().getParam(parameter));
    }
    return name.toString();
  }

  private static void print(Map<String, List<Double>> rates, PrintStream out) {
    out.println("| benchmark | events per CPU second | ratio to plain | rounds |");
    out.println("|---|---|---|---|");
    rates.forEach(
        (name, all) -> {
          double rate = median(all);
          List<Double> plain = rates.get(name.substring(0, name.indexOf(' ')) + " plain");
          String ratio =
              plain == null ? "" : String.format(Locale.ROOT, "%.2f", rate / median(plain));
          out.printf(
              Locale.ROOT,
              "| %s | %,.0f | %s | %,.0f–%,.0f |%n",
              name,
              rate,
              ratio,
              Collections.min(all),
              Collections.max(all));
        });
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
