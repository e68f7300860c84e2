package io.anabranch.apps.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The page over all workloads, live, for the browser test: {@code PagePreview PORT}. Lines on
 * standard input control it: {@code fail vending SpeedViews}, {@code diverge vending WORDS}, {@code
 * active-failure vending WORDS}, {@code quit}.
 */
final class PagePreview {

  private PagePreview() {}

  public static void main(String[] arguments) throws IOException, ListenException {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    ScheduledExecutorService steps = Executors.newSingleThreadScheduledExecutor();
    Map<String, RunningWorkload> running = new TreeMap<>();
    for (SampleData life : SampleData.all()) {
      running.put(life.workload(), new RunningWorkload(life, 7, Clock.systemUTC(), threads));
    }
    for (int i = 0; i < 60; i++) {
      running.values().forEach(one -> one.step(40));
    }
    HttpServer server =
        new HttpServer(
            new ArrayList<>(running.values()),
            HttpSettings.defaults().onPort(Integer.parseInt(arguments[0])));
    server.start();
    ScheduledFuture<?> stepping =
        steps.scheduleAtFixedRate(
            () -> running.values().forEach(one -> one.step(20)), 0, 250, TimeUnit.MILLISECONDS);
    System.out.println(server.url());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null && !line.equals("quit"); line = in.readLine()) {
      List<String> description = List.of(line.split(" ", 3));
      RunningWorkload one = running.get(description.get(1));
      switch (description.get(0)) {
        case "fail" -> one.fail(description.size() > 2 ? description.get(2) : "");
        case "diverge" -> one.diverge(description.get(2));
        case "active-failure" -> one.activeFailure(description.get(2));
        default ->
            System.err.println("expected fail, diverge, active-failure or quit, not " + line);
      }
    }
    stepping.cancel(false);
    steps.shutdown();
    threads.shutdown();
    server.close();
  }
}
