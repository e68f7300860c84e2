package io.anabranch.ports.contract;

import static io.anabranch.ports.contract.Fixtures.FIRST;
import static io.anabranch.ports.contract.Fixtures.PARTITION;
import static io.anabranch.ports.contract.Fixtures.SECOND;
import static io.anabranch.ports.contract.Fixtures.drain;
import static io.anabranch.ports.contract.Fixtures.partition;
import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.RejectedEvents;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of stores of rejected events. */
public abstract class RejectedEventsContract {

  private RejectedEvents events;

  /** An empty store. Called once per test. */
  protected abstract RejectedEvents events() throws Exception;

  @BeforeEach
  final void startEmpty() throws Exception {
    events = events();
  }

  private static RejectedEvent rejected(Partition partition, long offset, int index) {
    return new RejectedEvent(partition, offset, index, new Rejection.NotJson());
  }

  @Test
  public final void hasNoneOfADefinitionThatRejectedNothing() throws Exception {
    events.write(FIRST, List.of());

    assertThat(drain(events.read(FIRST))).isEmpty();
  }

  @Test
  public final void readsByPartitionOffsetAndIndex() throws Exception {
    List<RejectedEvent> ordered =
        List.of(
            rejected(partition("drinks", 3), 9, 0),
            rejected(PARTITION, 2, 0),
            rejected(PARTITION, 2, 1),
            rejected(PARTITION, 2, 10),
            rejected(PARTITION, 10, 0),
            rejected(PARTITION, 1L << 40, 0),
            rejected(partition("snacks", 2), 0, 0),
            rejected(partition("snacks", 10), 0, 0));

    events.write(FIRST, List.of(ordered.get(7), ordered.get(3), ordered.get(0), ordered.get(5)));
    events.write(FIRST, List.of(ordered.get(6), ordered.get(2), ordered.get(1), ordered.get(4)));

    assertThat(drain(events.read(FIRST))).containsExactlyElementsOf(ordered);
  }

  @Test
  public final void writingAnEventTwiceEqualsOnce() throws Exception {
    RejectedEvent event = rejected(PARTITION, 2, 0);

    events.write(FIRST, List.of(event, event));
    events.write(FIRST, List.of(event));

    assertThat(drain(events.read(FIRST))).containsExactly(event);
  }

  @Test
  public final void keepsDefinitionsApart() throws Exception {
    events.write(FIRST, List.of(rejected(PARTITION, 1, 0)));
    events.write(SECOND, List.of(rejected(PARTITION, 2, 0)));

    assertThat(drain(events.read(FIRST))).containsExactly(rejected(PARTITION, 1, 0));
    assertThat(drain(events.read(SECOND))).containsExactly(rejected(PARTITION, 2, 0));
  }

  @Test
  public final void keepsEveryReasonWithWhatItSays() throws Exception {
    List<Rejection> reasons =
        List.of(
            new Rejection.NotUtf8(),
            new Rejection.TooLarge(1L << 40, 1000),
            new Rejection.NotJson(),
            new Rejection.NotAnObject(),
            new Rejection.NotAGraphiteLine(),
            new Rejection.NotAValueList(),
            new Rejection.Missing("price"),
            new Rejection.NoValue("price"),
            new Rejection.NotANumber("price"),
            new Rejection.NotFinite("price"),
            new Rejection.NotAnInteger("price"),
            new Rejection.NotAName("a/b 'c' \"d\"\n"),
            new Rejection.NotAText("title"),
            new Rejection.NotAnId("id"),
            new Rejection.NotATime("time"),
            new Rejection.TimeOutOfRange("time"),
            new Rejection.NotATimeOfTheWeek("hora"),
            new Rejection.Invalid("size", "a size"));
    List<RejectedEvent> written = new ArrayList<>();
    for (int i = 0; i < reasons.size(); i++) {
      written.add(new RejectedEvent(PARTITION, 1, i, reasons.get(i)));
    }

    events.write(FIRST, written);

    assertThat(drain(events.read(FIRST))).containsExactlyElementsOf(written);
  }
}
