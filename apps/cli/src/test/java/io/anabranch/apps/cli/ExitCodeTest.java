package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.apps.layers.audit.AuditReport;
import io.anabranch.apps.layers.audit.Finding;
import io.anabranch.apps.layers.audit.NotChecked;
import io.anabranch.domain.log.OffsetVector;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import org.junit.jupiter.api.Test;

/** What an audit makes of the exit status. */
class ExitCodeTest {

  private static final Finding GONE =
      new Finding.Unreadable("segment s", OffsetVector.ZERO, "it is absent");

  private static AuditReport report(long cycles, NotChecked notChecked, Finding... findings) {
    return new AuditReport(
        cycles, 5, 9, OffsetVector.ZERO, notChecked, Vector.of(findings), 0, Option.none());
  }

  @Test
  void wholeCycleWithoutDivergenceIsOk() {
    assertThat(ExitCode.of(report(1, NotChecked.NONE))).isEqualTo(ExitCode.OK);
  }

  @Test
  void divergenceFailsWhateverElseCouldNotBeChecked() {
    assertThat(ExitCode.of(report(0, new NotChecked(1, 0, 0, 0, 0), GONE)))
        .isEqualTo(ExitCode.FAILED);
  }

  @Test
  void whatWasNotCheckedIsIncomplete() {
    assertThat(ExitCode.of(report(0, NotChecked.NONE))).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(ExitCode.of(report(3, new NotChecked(0, 2, 0, 0, 0))))
        .isEqualTo(ExitCode.INCOMPLETE);
  }

  /**
   * Another definition that serves makes the auditor start over, and it checks all of that then.
   */
  @Test
  void roundThatWasStartedOverIsNothingThatWasNotChecked() {
    assertThat(ExitCode.of(report(1, new NotChecked(0, 0, 0, 0, 2)))).isEqualTo(ExitCode.OK);
  }
}
