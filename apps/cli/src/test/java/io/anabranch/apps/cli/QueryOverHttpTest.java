package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.apps.http.RunningServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code query} against a server that runs. */
class QueryOverHttpTest {

  private final RunningServer server = new RunningServer();

  @AfterEach
  void close() {
    server.close();
  }

  private Ran query(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "query";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 2] = "--url";
    all[all.length - 1] = server.url();
    return Ran.run(all);
  }

  @Test
  void tellsWhatWasSoldAndOfWhichEventsThatIsTheSum() {
    Ran told = query("vending.items", "-o", "csv");

    assertThat(told.code()).as(told.err()).isEqualTo(ExitCode.OK);
    assertThat(
            told.out()
                .lines()
                .skip(1)
                .mapToLong(line -> Long.parseLong(line.split(",", -1)[2]))
                .sum())
        .isEqualTo(server.total());
    assertThat(told.err()).startsWith("answer: definition 1, epoch 1, cut [").endsWith("exact\n");
  }

  @Test
  void asksForOneRowAndForOneLayer() {
    Ran apple = query("vending.items", "item=apple", "--layer", "batch", "-o", "json");

    assertThat(apple.out().lines()).hasSize(1);
    assertThat(apple.out()).startsWith("{\"view\":\"items\",\"item\":\"apple\",\"units\":");
  }

  @Test
  void exitsWith3IfALayerIsAway() {
    server.fail("SpeedViews");

    Ran told = query("vending.items");

    assertThat(told.code()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(told.err()).contains("incomplete: the speed layer cannot be read");
  }

  @Test
  void exitsWith1IfAStoreIsAway() {
    server.fail("CoverageLedger");

    Ran told = query("vending.items");

    assertThat(told.code()).isEqualTo(ExitCode.FAILED);
    assertThat(told.err())
        .isEqualTo("anabranch: CoverageLedger does not answer; try again in a moment\n");
  }

  @Test
  void exitsWith2IfThereIsNoSuchThing() {
    Ran workload = query("nope.items");
    Ran view = query("vending.nope");
    Ran column = query("vending.items", "color=red");
    Ran time = query("vending.items", "--at", "2024-01-01");

    assertThat(workload.code()).isEqualTo(ExitCode.USAGE);
    assertThat(workload.err()).contains("unknown workload 'nope'; there is vending");
    assertThat(view.code()).isEqualTo(ExitCode.USAGE);
    assertThat(view.err()).contains("there is items, machines, healthy, hours, balance");
    assertThat(column.code()).isEqualTo(ExitCode.USAGE);
    assertThat(column.err()).contains("has no column 'color' in its key; it has item");
    assertThat(time.code()).isEqualTo(ExitCode.USAGE);
    assertThat(time.err()).contains("view items has no time");
  }
}
