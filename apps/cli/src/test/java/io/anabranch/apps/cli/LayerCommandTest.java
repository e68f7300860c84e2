package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.apps.http.ListenException;
import io.anabranch.apps.layers.running.LayerProcess;
import io.anabranch.apps.layers.running.LayerThreads;
import io.anabranch.apps.layers.running.MetricRegistry;
import io.anabranch.apps.workloads.WorkloadCatalog;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A layer as a process, of work that does what a test says. */
@Timeout(180)
final class LayerCommandTest {

  private static final Pattern HEALTH =
      Pattern.compile("health and metrics are at (http://127.0.0.1:(\\d+)/)health and");
  private static final Topic TOPIC = new Topic("snacks", new UUID(1, 1));

  @TempDir private Path directory;
  private final Work work = new Work();
  private final StringWriter err = new StringWriter();
  private String settings = "";

  @BeforeEach
  void freePort() throws IOException {
    Path file = directory.resolve("settings.conf");
    Files.writeString(file, "http.speed.port = 0");
    settings = file.toString();
  }

  @CommandLine.Command(name = "speed")
  private static final class Layer extends LayerCommand {
    private final Work work;

    Layer(Work work) {
      super(new Workloads(WorkloadCatalog.shipped()));
      this.work = work;
    }

    @Override
    LayerProcess open(Surroundings around) throws StoreFailure {
      return work;
    }
  }

  /** Fails as long as it is told to, and counts what does not. */
  private static final class Work implements LayerProcess {
    private final AtomicReference<Option<StoreFailure>> failing =
        new AtomicReference<>(Option.none());
    private final AtomicLong done = new AtomicLong();
    private volatile boolean isDone;

    void fails(StoreFailure failure) {
      failing.set(Option.some(failure));
    }

    void works() {
      failing.set(Option.none());
    }

    @Override
    public void start(LayerThreads threads) throws StoreFailure {
      threads.run(
          "worker",
          () -> {
            for (StoreFailure failure : failing.get()) {
              throw failure;
            }
            done.incrementAndGet();
            return Duration.ofMillis(1);
          });
    }

    @Override
    public void measure(MetricRegistry measures) {
      measures.counter("work.done", "Work that was done", done::get);
      measures.gauge("work.left", "Work that is left", () -> 3);
      measures.offsets(
          "partition.work.offset", "Where it is", () -> Map.of(new Partition(TOPIC, 1), 12L));
    }

    @Override
    public String describe() {
      return done.get() > 0 ? "some work done" : "no work done";
    }

    @Override
    public boolean isDone() {
      return isDone;
    }
  }

  private CommandLine command(Layer layer, String... arguments) {
    CommandLine line =
        new CommandLine(layer, new Commands(new Workloads(WorkloadCatalog.shipped())));
    line.setErr(new PrintWriter(err, true));
    line.parseArgs(arguments);
    return line;
  }

  private CompletableFuture<Integer> run(String... arguments) {
    Layer layer = new Layer(work);
    command(layer, arguments);
    return CompletableFuture.supplyAsync(() -> called(layer));
  }

  private static Integer called(Callable<Integer> command) {
    try {
      return command.call();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private String url() {
    Matcher told = eventually(() -> HEALTH.matcher(err.toString()), Matcher::find);
    return told.group(1);
  }

  private static <T> T eventually(Callable<T> look, Predicate<T> condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        T seen = look.call();
        if (condition.test(seen)) {
          return seen;
        }
        assertThat(System.nanoTime()).as("still waiting at %s", seen).isLessThan(deadline);
      } catch (Exception failed) {
        throw new AssertionError(failed);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void isReadyWhileNothingTroublesItAndLivesAllTheWhile() throws Exception {
    CompletableFuture<Integer> running = run("vending", "--servers", settings);
    String url = url();
    String ready = url + "health/ready";
    HttpResponse<String> up = eventually(() -> get(ready), r -> r.statusCode() == 200);
    assertThat(eventually(() -> get(ready), r -> r.body().contains("some work")).body())
        .isEqualTo(
            "{\"status\":\"up\",\"layer\":\"speed\",\"workloads\":[{\"workload\":\"vending\","
                + "\"doing\":\"some work done\",\"activeFailures\":[]}]}");
    assertThat(up.headers().firstValue("Content-Type")).contains("application/json");

    work.fails(new StoreFailure.Unavailable("the store is down"));
    HttpResponse<String> down = eventually(() -> get(ready), r -> r.statusCode() == 503);
    assertThat(down.body())
        .contains("\"status\":\"down\"")
        .contains("\"activeFailures\":[\"speed vending worker: the store is down\"]");
    assertThat(down.headers().firstValue("Retry-After")).isPresent();
    assertThat(get(url + "health/live").statusCode()).isEqualTo(200);
    assertThat(get(url + "metrics").body())
        .contains("anabranch_active_failures{workload=\"vending\"} 1.0");

    eventually(
        err::toString,
        description -> description.contains("anabranch: speed vending worker: the store"));
    work.works();
    eventually(() -> get(ready), r -> r.statusCode() == 200);
    eventually(err::toString, description -> description.contains("speed: works again"));
    work.isDone = true;
    assertThat(running.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
  }

  @Test
  void tellsPrometheusWithNamesOfItsConventions() throws Exception {
    CompletableFuture<Integer> running = run("vending", "weather", "--servers", settings);
    String url = url();
    eventually(() -> get(url + "health"), r -> r.statusCode() == 200);

    assertThat(get(url + "nothing").body()).contains("/metrics").doesNotContain("openapi");
    String metrics =
        eventually(
            () -> get(url + "metrics").body(),
            body -> body.contains("anabranch_last_success_timestamp_seconds{"));

    assertThat(metrics)
        .containsPattern("anabranch_work_done_total\\{workload=\"vending\"} [1-9]")
        .containsPattern("anabranch_work_done_total\\{workload=\"weather\"} [1-9]")
        .contains("anabranch_work_left{workload=\"vending\"} 3.0")
        .contains("anabranch_partition_work_offset{partition=\"snacks-1\",workload=\"vending\"} 12")
        .contains("anabranch_partition_work_offset{partition=\"snacks-1\",workload=\"weather\"} 12")
        .contains("anabranch_active_failures{workload=\"vending\"} 0.0")
        .contains("jvm_memory_used_bytes{")
        .contains("process_cpu_seconds_total")
        .contains("anabranch_http_request_duration_seconds_count{route=\"none\",status=\"404\"} 1")
        .containsPattern(
            "anabranch_last_success_timestamp_seconds\\{worker=\"worker\",workload=\"weather\"} ");
    for (String line : metrics.lines().toList()) {
      if (!line.startsWith("#")) {
        String name = line.split("[{ ]", 2)[0].replaceAll("_(count|sum|max)$", "");
        assertThat(metrics).as(line).containsPattern("# HELP " + name);
        assertThat(metrics).as(line).containsPattern("# TYPE " + name);
      }
    }
    work.isDone = true;
    assertThat(running.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
  }

  @Test
  void endsWithWhatCannotBeRight() {
    Layer layer = new Layer(work);
    command(layer, "vending", "--servers", settings);
    work.fails(new StoreFailure.Corrupt("the topic was recreated"));

    assertThatThrownBy(layer::call)
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessage("the topic was recreated");
    assertThat(err.toString()).contains("speed: no work done");
  }

  /** A second one of a layer on a machine just works. */
  @Test
  void takesAnotherPortThanTheSettingsSayIfThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      CompletableFuture<Integer> running =
          run("vending", "--servers", settings, "--set", "http.speed.port=" + port);

      assertThat(get(url() + "health/live").statusCode()).isEqualTo(200);
      assertThat(err.toString()).contains("port " + port + " is taken, so health");
      work.isDone = true;
      assertThat(running.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
    }
  }

  @Test
  void refusesAPortThatIsAskedForAndTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Layer layer = new Layer(work);
      command(layer, "vending", "--servers", settings, "--port", port);

      assertThatThrownBy(layer::call)
          .isInstanceOf(ListenException.class)
          .hasMessageContaining(port)
          .hasMessageContaining("another program uses it");
    }
    assertThat(work.done).hasValue(0);
  }

  @Test
  void refusesAnAddressThatIsNotThisMachines() {
    Layer layer = new Layer(work);
    command(layer, "vending", "--servers", settings, "--host", "192.0.2.1");

    assertThatThrownBy(layer::call)
        .isInstanceOf(ListenException.class)
        .hasMessageContaining("192.0.2.1");
  }
}
