package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.apps.http.query.ProvenanceJson;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Provenance;
import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What was accepted as lost is told with each answer, over HTTP and straight from the servers. */
final class LostProvenanceTest {

  private static final String ID = "00000000-0000-0000-0000-000000000001";
  private static final Partition CLOSED =
      new Partition(new Topic("snacks", UUID.fromString(ID)), 0);
  private static final Partition OPEN = new Partition(new Topic("snacks", new UUID(0, 2)), 0);
  private static final Provenance PROVENANCE =
      new Provenance(
          Layer.MERGED,
          new DefinitionNumber(2),
          3,
          OffsetVector.ZERO,
          OffsetVector.of(CLOSED, 12),
          OffsetVector.of(CLOSED, 12).with(OPEN, 7),
          Vector.of(loss(CLOSED, Loss.Cause.RECREATED), loss(OPEN, Loss.Cause.EXPIRED)),
          0,
          Either.left("the log is away"),
          Vector.empty());

  private static Loss loss(Partition partition, Loss.Cause cause) {
    return new Loss(
        partition,
        new OffsetRange(12, 20),
        cause,
        Option.some(new DefinitionNumber(2)),
        Instant.EPOCH,
        "ada");
  }

  @Test
  void jsonNamesLossesAndTellsTopicsOfOneNameApart() {
    assertThat(ProvenanceJson.text(PROVENANCE))
        .contains("\"cut\":{\"snacks-0@" + ID + "\":12}")
        .contains("\"V\":{\"snacks-0@" + ID + "\":12,\"snacks-0\":7}")
        .contains(
            "\"staleness_unknown\":\"the log is away\",\"answer\":\"exact\",\"lost\":[{\"topic\":\"snacks\",\"id\":\""
                + ID
                + "\",\"partition\":0,\"cause\":\"recreated\",\"from\":12,\"to\":20,"
                + "\"accepted\":\"1970-01-01T00:00:00Z\",\"by\":\"ada\",\"words\":\"positions");
  }

  @Test
  void linesForPeopleNameLosses() throws IOException {
    StringWriter err = new StringWriter();
    ReplayCommand.print(PROVENANCE, new PrintWriter(err));
    AnswerPage page =
        AnswerPage.read(
            "{\"fields\":[],\"rows\":[],\"provenance\":" + ProvenanceJson.text(PROVENANCE) + "}");

    for (String line : new String[] {err.toString().strip(), page.provenance().summary()}) {
      assertThat(line)
          .contains(", exact; staleness unknown: the log is away; lost: ")
          .endsWith(
              "; lost: positions [12, 20) of snacks-0@"
                  + ID
                  + ", whose topic was recreated, and all later records that were never read; "
                  + "positions [12, 20) of snacks-0, which retention took before the archive did");
    }
  }
}
