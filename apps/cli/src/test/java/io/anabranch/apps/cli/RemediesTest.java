package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.StoreFailure.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each failure that users can do something about comes with the next command. */
class RemediesTest {

  static Stream<Arguments> nextCommands() {
    return Stream.of(
        Arguments.of(new StoreFailure.Unavailable(Reason.UNREACHABLE, "x"), "'anabranch up'"),
        Arguments.of(
            new StoreFailure.Unavailable(Reason.TOPIC_ABSENT, "x"), "'anabranch ingest WORKLOAD'"),
        Arguments.of(
            new StoreFailure.Corrupt(Reason.TOPIC_RECREATED, "x"), "'anabranch adopt WORKLOAD'"),
        Arguments.of(
            new StoreFailure.Corrupt(Reason.TOPIC_TRUNCATED, "x"), "'anabranch ingest WORKLOAD'"),
        Arguments.of(new StoreFailure.Corrupt(Reason.RECORDS_LOST, "x"), "--accept-loss"),
        Arguments.of(
            new StoreFailure.Corrupt(Reason.ARCHIVE_INCOMPLETE, "x"), "restore the files"));
  }

  @ParameterizedTest
  @MethodSource("nextCommands")
  void nameTheNextCommand(StoreFailure failure, String command) {
    assertThat(Remedies.withNextStep(failure)).startsWith("x; ").contains(command);
    assertThat(Remedies.withNextStep("y.", failure.reason())).startsWith("y. ").contains(command);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OTHER")
  void existForEveryReason(Reason reason) {
    assertThat(Remedies.of(new StoreFailure.Corrupt(reason, "x"))).isNotEmpty();
  }

  @Test
  void lookAtCauses() {
    StoreFailure cause = new StoreFailure.Corrupt(Reason.TOPIC_RECREATED, "was recreated");

    assertThat(Remedies.withNextStep(new IllegalStateException("the layer ended", cause)))
        .startsWith("the layer ended; 'anabranch adopt");
  }

  @Test
  void addNothingToOtherFailures() {
    assertThat(Remedies.withNextStep(new StoreFailure.Unavailable("busy"))).isEqualTo("busy");
    assertThat(Remedies.withNextStep(new IllegalStateException("broken"))).isEqualTo("broken");
  }
}
