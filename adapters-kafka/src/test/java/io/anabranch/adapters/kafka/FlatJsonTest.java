package io.anabranch.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.ports.contract.Fixtures;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FlatJsonTest {

  @Test
  void readsWhatItWrote() {
    Map<String, Object> members = new LinkedHashMap<>();
    for (String name : Fixtures.awkwardNames()) {
      members.put("name " + members.size(), name);
      members.put(name + members.size(), (long) members.size());
    }
    members.put("least", Long.MIN_VALUE);
    members.put("most", Long.MAX_VALUE);

    assertThat(FlatJson.read(FlatJson.write(members)).get()).isEqualTo(members);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{}{}", "{\"a\":}", "{\"a\":1", "{\"a\"1}", "[1]", "{\"a\":\"b}", "nope"})
  void readsNothingElse(String text) {
    assertThat(FlatJson.read(text)).isEmpty();
  }
}
