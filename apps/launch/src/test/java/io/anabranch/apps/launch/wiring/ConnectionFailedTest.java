package io.anabranch.apps.launch.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.ports.StoreFailure;
import org.junit.jupiter.api.Test;

final class ConnectionFailedTest {

  @Test
  void passesOnWhatWasOpened() {
    assertThat(ConnectionFailed.orElse(() -> "open")).isEqualTo("open");
  }

  @Test
  void aWrongSettingIsNotAFailureOfAStore() {
    SettingsException wrong = new SettingsException("the file of the password cannot be read");

    assertThatThrownBy(
            () ->
                ConnectionFailed.orElse(
                    () -> {
                      throw wrong;
                    }))
        .isInstanceOf(ConnectionFailed.class)
        .hasMessage("the file of the password cannot be read")
        .hasCause(wrong);
  }

  @Test
  void keepsTheFailureOfAStore() {
    StoreFailure away = new StoreFailure.Unavailable("Kafka is away");

    assertThatThrownBy(
            () ->
                ConnectionFailed.orElse(
                    () -> {
                      throw away;
                    }))
        .isInstanceOf(ConnectionFailed.class)
        .hasMessage("Kafka is away")
        .hasCause(away);
  }
}
