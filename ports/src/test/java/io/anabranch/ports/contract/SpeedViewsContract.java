package io.anabranch.ports.contract;

import static io.anabranch.ports.contract.Fixtures.FIRST;
import static io.anabranch.ports.contract.Fixtures.HOUR;
import static io.anabranch.ports.contract.Fixtures.HOURLY;
import static io.anabranch.ports.contract.Fixtures.ITEMS;
import static io.anabranch.ports.contract.Fixtures.PARTITION;
import static io.anabranch.ports.contract.Fixtures.SECOND;
import static io.anabranch.ports.contract.Fixtures.aSpeedRow;
import static io.anabranch.ports.contract.Fixtures.awkwardKeys;
import static io.anabranch.ports.contract.Fixtures.drain;
import static io.anabranch.ports.contract.Fixtures.key;
import static io.anabranch.ports.contract.Fixtures.ofRecreatedTopic;
import static io.anabranch.ports.contract.Fixtures.partition;
import static io.anabranch.ports.contract.Fixtures.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of stores of speed rows. */
public abstract class SpeedViewsContract {

  private SpeedViews views;

  /** An empty store. Called once per test. */
  protected abstract SpeedViews views() throws Exception;

  @BeforeEach
  final void startEmpty() throws Exception {
    views = views();
  }

  private List<SpeedRow> hourly(Selection selection) throws StoreFailure {
    return drain(views.read(FIRST, HOURLY, selection));
  }

  private List<SpeedRow> hourly() throws StoreFailure {
    return hourly(Selection.ALL);
  }

  @Test
  public final void readsNothingWhereNothingWasWritten() throws Exception {
    assertThat(hourly()).isEmpty();
  }

  @Test
  public final void readsWhatWasWritten() throws Exception {
    SpeedRow row = aSpeedRow().row();

    views.write(List.of());
    views.write(List.of(row));

    assertThat(hourly()).containsExactly(row);
  }

  @Test
  public final void writingTheSameRowTwiceEqualsOnce() throws Exception {
    SpeedRow row = aSpeedRow().row();

    views.write(List.of(row, row));
    views.write(List.of(row));

    assertThat(hourly()).containsExactly(row);
  }

  @Test
  public final void laterVersionReplacesAnEarlierOneInWhateverOrderTheyArrive() throws Exception {
    SpeedRow earlier = aSpeedRow().version(3).row();
    SpeedRow later = aSpeedRow().version(9).row();

    views.write(List.of(earlier));
    views.write(List.of(later));
    assertThat(hourly()).containsExactly(later);
    views.write(List.of(earlier));
    assertThat(hourly()).containsExactly(later);
  }

  @Test
  public final void laterVersionWinsWithinOneWrite() throws Exception {
    SpeedRow later = aSpeedRow().version(9).row();

    views.write(List.of(aSpeedRow().version(3).row(), later, aSpeedRow().version(4).row()));

    assertThat(hourly()).containsExactly(later);
  }

  @Test
  public final void rowsOfManyWritersEndAtTheirLatestVersion() throws Exception {
    List<Callable<Void>> writers = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      int first = writer;
      writers.add(
          () -> {
            for (long version = 1L + first; version <= 200; version += 4) {
              views.write(List.of(aSpeedRow().version(version).row()));
            }
            return null;
          });
    }

    together(writers);

    assertThat(hourly()).containsExactly(aSpeedRow().version(200).row());
  }

  @Test
  public final void oneRowIsKeptForEachDefinitionViewKeyPartitionAndSlice() throws Exception {
    List<SpeedRow> rows =
        List.of(
            aSpeedRow().row(),
            aSpeedRow().key(key("m1", "apple", 2 * HOUR)).row(),
            aSpeedRow().key(key("m1", "pear", HOUR)).row(),
            aSpeedRow().key(key("m2", "apple", HOUR)).row(),
            aSpeedRow().partition(partition("snacks", 1)).row(),
            aSpeedRow().partition(partition("drinks", 0)).row(),
            aSpeedRow().partition(ofRecreatedTopic(PARTITION)).row(),
            aSpeedRow().slice(1).row(),
            aSpeedRow().slice(1L << 40).row());
    SpeedRow ofOtherDefinition = aSpeedRow().definition(SECOND).row();
    SpeedRow ofOtherView = aSpeedRow().view(ITEMS).row();

    views.write(rows);
    views.write(List.of(ofOtherDefinition, ofOtherView));

    assertThat(hourly()).containsExactlyInAnyOrderElementsOf(rows);
    assertThat(drain(views.read(SECOND, HOURLY, Selection.ALL))).containsExactly(ofOtherDefinition);
    assertThat(drain(views.read(FIRST, ITEMS, Selection.ALL))).containsExactly(ofOtherView);
  }

  @Test
  public final void anyKeyIsReadBackAsItWas() throws Exception {
    List<SpeedRow> rows =
        awkwardKeys().stream().distinct().map(key -> aSpeedRow().key(key).row()).toList();

    views.write(rows);

    assertThat(hourly()).containsExactlyInAnyOrderElementsOf(rows);
    for (SpeedRow row : rows) {
      Map<String, Utf8> both =
          Map.of("machine", row.key().dimensions().get(0), "item", row.key().dimensions().get(1));
      assertThat(hourly(Selection.of(both))).as("%s", row.key()).contains(row);
    }
  }

  @Test
  public final void anyKeyIsDeleted() throws Exception {
    List<RowKey> keys = awkwardKeys().stream().distinct().toList();
    for (RowKey key : keys) {
      views.write(List.of(aSpeedRow().key(key).row()));
    }

    for (int i = 0; i < keys.size(); i++) {
      views.delete(FIRST, HOURLY, List.of(keys.get(i)), PARTITION, 1, 16);

      assertThat(hourly())
          .extracting(SpeedRow::key)
          .as("after the deletion of %s", keys.get(i))
          .doesNotContainAnyElementsOf(keys.subList(0, i + 1));
    }
  }

  private List<SpeedRow> written() throws StoreFailure {
    List<SpeedRow> rows = new ArrayList<>();
    for (String machine : List.of("", "m1", "m10", "m2")) {
      for (String item : List.of("apple", "pear", "")) {
        for (long hours : new long[] {-2, -1, 0, 1, 2, 500_000}) {
          rows.add(aSpeedRow().key(key(machine, item, hours * HOUR)).row());
        }
      }
    }
    Collections.shuffle(rows, new java.util.Random(7));
    views.write(rows);
    return rows;
  }

  @Test
  public final void selectsByAnyDimensionAndTime() throws Exception {
    List<SpeedRow> rows = written();
    List<Option<String>> values = List.of(Option.none(), Option.some("m1"), Option.some("none"));
    List<Option<String>> items = List.of(Option.none(), Option.some("apple"), Option.some(""));
    long[] times = {
      Long.MIN_VALUE,
      -HOUR - 1,
      -HOUR,
      -1,
      0,
      1,
      HOUR - 1,
      HOUR,
      HOUR + 1,
      2 * HOUR + 1,
      Long.MAX_VALUE
    };

    for (Option<String> machine : values) {
      for (Option<String> item : items) {
        for (long from : times) {
          for (long to : times) {
            if (from <= to) {
              TreeMap<String, Utf8> equal = new TreeMap<>();
              machine.forEach(value -> equal.put("machine", Utf8.of(value)));
              item.forEach(value -> equal.put("item", Utf8.of(value)));
              Selection selection = new Selection(equal, from, to);
              assertThat(hourly(selection))
                  .as("%s", selection)
                  .containsExactlyInAnyOrderElementsOf(
                      rows.stream().filter(r -> selection.matches(HOURLY, r.key())).toList());
            }
          }
        }
      }
    }
  }

  @Test
  public final void timeSelectsNothingInAViewWithoutBuckets() throws Exception {
    SpeedRow row = aSpeedRow().view(ITEMS).key(key("m1", "apple", 0)).row();
    views.write(List.of(row));

    assertThat(drain(views.read(FIRST, ITEMS, new Selection(new TreeMap<>(), 500, 600))))
        .containsExactly(row);
  }

  @Test
  public final void deletesTheSlicesOfAPartitionBelowOneAndNoOther() throws Exception {
    SpeedRow below = aSpeedRow().slice(0).row();
    SpeedRow justBelow = aSpeedRow().slice(1).row();
    List<SpeedRow> rest =
        List.of(
            aSpeedRow().slice(2).row(),
            aSpeedRow().slice(3).row(),
            aSpeedRow().slice(2).key(key("m1", "apple", 0)).row(),
            aSpeedRow().slice(2).key(key("m1", "pear", HOUR)).row(),
            aSpeedRow().partition(partition("snacks", 1)).row(),
            aSpeedRow().partition(partition("drinks", 0)).row(),
            aSpeedRow().partition(ofRecreatedTopic(PARTITION)).row());
    SpeedRow ofOtherDefinition = aSpeedRow().definition(SECOND).row();
    SpeedRow ofOtherView = aSpeedRow().view(ITEMS).row();
    views.write(List.of(below, justBelow, ofOtherDefinition, ofOtherView));
    views.write(rest);

    views.delete(FIRST, HOURLY, List.of(below.key()), PARTITION, 2, 32);

    assertThat(hourly()).containsExactlyInAnyOrderElementsOf(rest);
    assertThat(drain(views.read(SECOND, HOURLY, Selection.ALL))).containsExactly(ofOtherDefinition);
    assertThat(drain(views.read(FIRST, ITEMS, Selection.ALL))).containsExactly(ofOtherView);
  }

  @Test
  public final void deletesManyKeysAndLeavesAbsentOnesSo() throws Exception {
    List<SpeedRow> rows = written();
    List<RowKey> keys = new ArrayList<>(rows.stream().map(SpeedRow::key).toList());
    keys.add(key("never", "written", 0));

    views.delete(FIRST, HOURLY, keys, PARTITION, 1, 16);
    views.delete(FIRST, HOURLY, keys, PARTITION, 1, 16);
    views.delete(FIRST, HOURLY, List.of(), PARTITION, 1, 16);

    assertThat(hourly()).isEmpty();
  }

  @Test
  public final void writesAfterADeletionToSlicesThatStayTakeEffect() throws Exception {
    SpeedRow deleted = aSpeedRow().slice(1).version(32).row();
    SpeedRow stays = aSpeedRow().slice(2).version(33).row();
    views.write(List.of(deleted, stays));
    views.delete(FIRST, HOURLY, List.of(deleted.key()), PARTITION, 2, 32);
    assertThat(hourly()).containsExactly(stays);

    SpeedRow grown = aSpeedRow().slice(2).version(34).row();
    SpeedRow fresh = aSpeedRow().slice(3).version(49).row();
    views.write(List.of(grown, fresh));

    assertThat(hourly()).containsExactlyInAnyOrder(grown, fresh);
  }

  @Test
  public final void firstWriteToASliceThatStaysTakesEffectAfterADeletion() throws Exception {
    views.delete(FIRST, HOURLY, List.of(aSpeedRow().row().key()), PARTITION, 2, 32);

    SpeedRow fresh = aSpeedRow().slice(2).version(33).row();
    views.write(List.of(fresh));

    assertThat(hourly()).containsExactly(fresh);
  }

  @Test
  public final void dropsADefinitionAndNothingElse() throws Exception {
    SpeedRow stays = aSpeedRow().definition(SECOND).row();
    views.write(List.of(aSpeedRow().row(), aSpeedRow().view(ITEMS).row(), stays));

    views.drop(FIRST);
    views.drop(FIRST);

    assertThat(hourly()).isEmpty();
    assertThat(drain(views.read(FIRST, ITEMS, Selection.ALL))).isEmpty();
    assertThat(drain(views.read(SECOND, HOURLY, Selection.ALL))).containsExactly(stays);
  }

  @Test
  public final void readShowsEveryRowOfBeforeWhileOthersAreWritten() throws Exception {
    List<SpeedRow> rows = written();

    try (var cursor = views.read(FIRST, HOURLY, Selection.ALL)) {
      List<SpeedRow> seen = new ArrayList<>();
      seen.add(cursor.next().get());
      views.write(List.of(aSpeedRow().slice(7).row()));
      for (Option<SpeedRow> row = cursor.next(); row.isDefined(); row = cursor.next()) {
        seen.add(row.get());
      }

      assertThat(seen).containsAll(rows).doesNotHaveDuplicates();
    }
  }
}
