package io.anabranch.ports.contract;

import static io.anabranch.ports.contract.Fixtures.FIRST;
import static io.anabranch.ports.contract.Fixtures.HOUR;
import static io.anabranch.ports.contract.Fixtures.HOURLY;
import static io.anabranch.ports.contract.Fixtures.ITEMS;
import static io.anabranch.ports.contract.Fixtures.SECOND;
import static io.anabranch.ports.contract.Fixtures.awkwardKeys;
import static io.anabranch.ports.contract.Fixtures.cursorOf;
import static io.anabranch.ports.contract.Fixtures.drain;
import static io.anabranch.ports.contract.Fixtures.key;
import static io.anabranch.ports.contract.Fixtures.segment;
import static io.anabranch.ports.contract.Fixtures.segmentRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Selection;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of stores of segments. */
public abstract class BatchViewsContract {

  private static final SegmentName NAME = segment("a1");

  private BatchViews views;

  /** An empty store. Called once per test. */
  protected abstract BatchViews views() throws Exception;

  @BeforeEach
  final void startEmpty() throws Exception {
    views = views();
  }

  private List<SegmentRow> hourly(Selection selection) throws StoreFailure {
    return drain(views.read(NAME, HOURLY, selection));
  }

  private void assertUnreadable(SegmentName name) {
    assertThatThrownBy(() -> drain(views.read(name, HOURLY, Selection.ALL)))
        .isInstanceOf(StoreFailure.Corrupt.class);
  }

  private static List<SegmentRow> rows() {
    List<SegmentRow> rows = new ArrayList<>();
    for (String machine : List.of("", "m1", "m2", "m10")) {
      for (String item : List.of("", "pear", "apple")) {
        for (long hours : new long[] {0, 1, 2, 500_000, -2, -1}) {
          rows.add(segmentRow(HOURLY, key(machine, item, hours * HOUR)));
        }
      }
    }
    return rows;
  }

  @Test
  public final void readsTheRowsOfEachViewByKeyAndCountsThem() throws Exception {
    List<SegmentRow> hourly = rows();
    List<SegmentRow> items =
        List.of(segmentRow(ITEMS, key("m1", "pear", 0)), segmentRow(ITEMS, key("m1", "apple", 0)));
    List<SegmentRow> all = new ArrayList<>(items);
    all.addAll(hourly);

    assertThat(views.write(NAME, cursorOf(all))).isEqualTo(all.size());

    assertThat(hourly(Selection.ALL)).containsExactlyElementsOf(hourly);
    assertThat(drain(views.read(NAME, ITEMS, Selection.ALL))).containsExactlyElementsOf(items);
  }

  @Test
  public final void closesTheCursorThatItWrites() throws Exception {
    Fixtures.ListCursor<SegmentRow> rows = (Fixtures.ListCursor<SegmentRow>) cursorOf(rows());

    views.write(NAME, rows);

    assertThat(rows.isClosed()).isTrue();
  }

  @Test
  public final void emptySegmentIsThereAndEmpty() throws Exception {
    assertThat(views.write(NAME, cursorOf(List.of()))).isZero();

    assertThat(hourly(Selection.ALL)).isEmpty();
    assertThat(views.segments(FIRST)).containsExactly(NAME);
  }

  @Test
  public final void viewWithoutRowsReadsEmpty() throws Exception {
    views.write(NAME, cursorOf(rows()));

    assertThat(drain(views.read(NAME, ITEMS, Selection.ALL))).isEmpty();
  }

  @Test
  public final void anyKeyIsReadBackAsItWas() throws Exception {
    List<SegmentRow> rows =
        awkwardKeys().stream().distinct().sorted().map(k -> segmentRow(HOURLY, k)).toList();

    views.write(NAME, cursorOf(rows));

    assertThat(hourly(Selection.ALL)).containsExactlyElementsOf(rows);
    for (SegmentRow row : rows) {
      Map<String, Utf8> both =
          Map.of("machine", row.key().dimensions().get(0), "item", row.key().dimensions().get(1));
      assertThat(hourly(Selection.of(both))).as("%s", row.key()).contains(row);
    }
  }

  @Test
  public final void selectsByAnyDimensionAndTime() throws Exception {
    List<SegmentRow> rows = rows();
    views.write(NAME, cursorOf(rows));
    long[] times = {Long.MIN_VALUE, -HOUR, 0, 1, HOUR, 2 * HOUR + 1, Long.MAX_VALUE};

    for (Option<String> machine : List.of(Option.<String>none(), Option.some("m1"))) {
      for (Option<String> item : List.of(Option.<String>none(), Option.some("apple"))) {
        for (long from : times) {
          for (long to : times) {
            if (from <= to) {
              TreeMap<String, Utf8> equal = new TreeMap<>();
              machine.forEach(value -> equal.put("machine", Utf8.of(value)));
              item.forEach(value -> equal.put("item", Utf8.of(value)));
              Selection selection = new Selection(equal, from, to);
              assertThat(hourly(selection))
                  .as("%s", selection)
                  .containsExactlyElementsOf(
                      rows.stream().filter(r -> selection.matches(HOURLY, r.key())).toList());
            }
          }
        }
      }
    }
  }

  @Test
  public final void refusesRowsOutOfOrderAndNeverShowsThem() {
    SegmentRow one = segmentRow(HOURLY, key("m1", "apple", 0));
    SegmentRow two = segmentRow(HOURLY, key("m2", "apple", 0));
    SegmentRow ofOtherView = segmentRow(ITEMS, key("m1", "apple", 0));

    assertRefused(segment("a1"), List.of(two, one));
    assertRefused(segment("a2"), List.of(one, one));
    assertRefused(segment("a3"), List.of(one, ofOtherView, two));
  }

  @Test
  public final void refusesANameThatIsTakenAndLeavesTheFirst() throws Exception {
    List<SegmentRow> first = rows();
    views.write(NAME, cursorOf(first));

    assertThatThrownBy(() -> views.write(NAME, cursorOf(first.subList(0, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(NAME.toString());

    assertThat(hourly(Selection.ALL)).containsExactlyElementsOf(first);
    assertThat(views.segments(FIRST)).containsExactly(NAME);
  }

  private void assertRefused(SegmentName name, List<SegmentRow> rows) {
    assertThatThrownBy(() -> views.write(name, cursorOf(rows)))
        .isInstanceOf(IllegalArgumentException.class);
    assertUnreadable(name);
  }

  @Test
  public final void readingAnAbsentSegmentIsCorruptNotEmpty() {
    assertUnreadable(segment("never"));
  }

  @Test
  public final void segmentWhoseWriterFailsIsNeverReadableAndCanBeDeleted() throws Exception {
    List<SegmentRow> rows = rows();
    Cursor<SegmentRow> failing =
        new Cursor<>() {
          private int next;

          @Override
          public Option<SegmentRow> next() throws StoreFailure {
            if (next == rows.size() / 2) {
              throw new StoreFailure.Unavailable("the cursor failed");
            }
            return Option.some(rows.get(next++));
          }

          @Override
          public void close() {}
        };

    assertThatThrownBy(() -> views.write(NAME, failing)).isInstanceOf(StoreFailure.class);

    assertUnreadable(NAME);
    views.delete(NAME);
    assertThat(views.segments(FIRST)).isEmpty();
  }

  @Test
  public final void isNotReadableBeforeItIsWhole() throws Exception {
    List<SegmentRow> rows = rows();
    Cursor<SegmentRow> rowsThatLook =
        new Cursor<>() {
          private int next;

          @Override
          public Option<SegmentRow> next() throws StoreFailure {
            assertUnreadable(NAME);
            return next < rows.size() ? Option.some(rows.get(next++)) : Option.none();
          }

          @Override
          public void close() {}
        };

    views.write(NAME, rowsThatLook);

    assertThat(hourly(Selection.ALL)).containsExactlyElementsOf(rows);
  }

  @Test
  public final void listsTheSegmentsOfADefinition() throws Exception {
    SegmentName later = new SegmentName(FIRST, 10, "0");
    SegmentName earlier = new SegmentName(FIRST, 9, "z");
    SegmentName ofOther = new SegmentName(SECOND, 9, "z");
    for (SegmentName name : List.of(later, ofOther, earlier)) {
      views.write(name, cursorOf(rows()));
    }

    assertThat(views.segments(FIRST)).containsExactly(earlier, later);
    assertThat(views.segments(SECOND)).containsExactly(ofOther);
  }

  @Test
  public final void deletesASegmentAndNothingElse() throws Exception {
    SegmentName stays = segment("b2");
    views.write(NAME, cursorOf(rows()));
    views.write(stays, cursorOf(rows()));

    views.delete(NAME);
    views.delete(NAME);

    assertUnreadable(NAME);
    assertThat(views.segments(FIRST)).containsExactly(stays);
    assertThat(drain(views.read(stays, HOURLY, Selection.ALL))).hasSameSizeAs(rows());
  }
}
