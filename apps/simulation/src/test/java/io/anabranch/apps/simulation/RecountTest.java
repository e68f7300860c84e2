package io.anabranch.apps.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.answer.Query;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.log.Topic;
import io.anabranch.domain.view.Labels;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.Value;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the recount with an independent count that uses no class of the domain. */
final class RecountTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void countsAsACountWithoutAnyOfTheDomainDoes(long seed) {
    Random random = new Random(seed);
    DefinitionSpec plain = DefinitionSpec.of(Tally.NAME, new SliceBits(2));
    DefinitionSpec spec =
        seed % 2 == 0 ? plain : plain.withDuplicates(new DuplicateRule("id", seed * 3));
    List<Logged> log = new ArrayList<>();
    OffsetVector origin = OffsetVector.ZERO;
    OffsetVector from = OffsetVector.ZERO;
    OffsetVector to = OffsetVector.ZERO;
    for (int number = 0; number < 2; number++) {
      Partition partition = new Partition(new Topic(Tally.TOPICS.get(number), new UUID(0, 1)), 0);
      long offset = 0;
      for (int i = 0; i < 40; i++) {
        offset += 1 + random.nextInt(2);
        log.add(new Logged(partition, offset, Option.some(Tally.randomValue(random))));
      }
      origin = origin.with(partition, random.nextInt(10));
      from = from.with(partition, 10 + random.nextInt(10));
      to = to.with(partition, 30 + random.nextInt(20));
    }
    Recount recount = new Recount(new Tally(), origin);
    log.forEach(record -> recount.add(record.partition(), record.offset(), record.value()));
    TallyRecount apart = TallyRecount.of(log, origin, from, to, spec.duplicates());

    for (Presentation presentation : new Tally().create(spec).presentations()) {
      Query.Fitted all = Query.ALL.fit(presentation).get();
      List<Row> rows = recount.rows(spec, Vector.empty(), all, Labels.NONE, from, to);

      assertThat(rows.stream().map(RecountTest::text).toList())
          .as("%s, seed %d", presentation, seed)
          .isEqualTo(apart.rows(presentation.name()));
    }
    Query.Fitted balance = Query.ALL.fit(Balance.PRESENTATION).get();
    List<Long> sums = new ArrayList<>(List.of(0L, 0L, 0L, 0L));
    for (Row row : recount.rows(spec, Vector.empty(), balance, Labels.NONE, from, to)) {
      for (int i = 0; i < 4; i++) {
        sums.set(i, sums.get(i) + Long.parseLong(row.values().get(3 + i).toString()));
      }
    }
    assertThat(sums).isEqualTo(apart.balance());
  }

  private static String text(Row row) {
    return row.values().stream().map(Value::toString).collect(Collectors.joining("|"));
  }
}
