package io.anabranch.adapters.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.vending.Purchase;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PurchaseDecoderTest {

  private final EventDecoder<Purchase> decoder = PurchaseDecoder.create();

  private static String purchase(String field, String value) {
    String members =
        """
        "item":"apple","customer_id":146,"healthy_food":"healthy","price":1,\
        "snack_automat_id":"SNACK--36","timestamp":"2024-08-01 13:31:21","ones":1\
        """;
    return '{' + members + ",\"" + field + "\":" + value + '}';
  }

  private static String purchase() {
    return purchase("note", "null");
  }

  private Purchase decoded(String record) {
    List<Object> outcomes = DecodedEvents.outcomes(decoder, record);
    assertThat(outcomes).singleElement().isInstanceOf(Purchase.class);
    return (Purchase) outcomes.get(0);
  }

  @Test
  void decodesAPurchase() {
    assertThat(decoded(purchase()))
        .isEqualTo(
            new Purchase(
                Utf8.of("apple"),
                Utf8.of("SNACK--36"),
                Option.some(Utf8.of("healthy")),
                Option.some(Utf8.of("146")),
                1.0,
                1,
                Instant.parse("2024-08-01T13:31:21Z").getEpochSecond()));
  }

  @Test
  void defaultsToOneUnit() {
    assertThat(decoded(purchase("ones", "null")).units()).isEqualTo(1);
    assertThat(decoded(purchase("ones", "-3")).units()).isEqualTo(-3);
    assertThat(decoded(purchase("ones", "9223372036854775807")).units()).isEqualTo(Long.MAX_VALUE);
    assertThat(decoded(purchase("ones", "-9223372036854775808")).units()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void knowsNoLabelWhereItIsNullOrEmpty() {
    assertThat(decoded(purchase("healthy_food", "null")).healthy()).isEqualTo(Option.none());
    assertThat(decoded(purchase("healthy_food", "\"\"")).healthy()).isEqualTo(Option.none());
  }

  @ParameterizedTest
  @CsvSource({
    "146, 146",
    "-0, 0",
    "\"146\", 146",
    "\"\", ''",
    "123456789012345678901234567890, 123456789012345678901234567890",
    "\"\\u00e9\", é"
  })
  void knowsACustomerByTheTextOfTheId(String value, String customer) {
    assertThat(decoded(purchase("customer_id", value)).customer())
        .isEqualTo(Option.some(Utf8.of(customer)));
  }

  @Test
  void lastOfTwoMembersOfANameCounts() {
    assertThat(decoded(purchase("item", "\"cola\"")).item()).isEqualTo(Utf8.of("cola"));
  }

  @Test
  void givesMinusZeroAsZero() {
    assertThat(Double.doubleToRawLongBits(decoded(purchase("price", "-0.0")).price())).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "item|1|not a name",
        "item|\"\"|not a name",
        "item|null|not a name",
        "price|\"1\"|not a number",
        "price|true|not a number",
        "price|1e400|not a finite number",
        "price|NaN|not a finite number",
        "note|[{\"deep\":-Infinity}]|not a finite number",
        "price|01|not JSON",
        "timestamp|\"2024-08-01T13:31:21\"|not a time",
        "timestamp|\"2024-08-01 13:31:60\"|not a time",
        "timestamp|\"2023-02-29 00:00:00\"|not a time",
        "timestamp|\"0000-01-01 00:00:00\"|not a time",
        "timestamp|1722519081|not a time",
        "timestamp|\"1969-12-31 23:59:59\"|time out of range",
        "timestamp|\"2262-01-01 00:00:00\"|time out of range",
        "ones|1.0|not an integer",
        "ones|true|not an integer",
        "ones|9223372036854775808|not an integer",
        "healthy_food|1|not a name",
        "customer_id|1.5|not an id",
        "customer_id|true|not an id"
      })
  void rejectsWhatDoesNotFitWithItsReason(String field, String value, String reason) {
    assertThat(DecodedEvents.outcomes(decoder, purchase(field, value))).containsExactly(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"item", "snack_automat_id", "price", "timestamp"})
  void rejectsAPurchaseWithoutAField(String field) {
    String record = purchase().replace('"' + field + '"', "\"other\"");

    assertThat(DecodedEvents.of(decoder, record)).containsExactly(new Rejection.Missing(field));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"\"abc\"|\"abc\"", "1|1", "\"1\"|\"1\"", "-0|0", "\"\\u0061\"|\"a\""})
  void identifiesAnEventByATextOrAnInteger(String value, String id) {
    EventDecoder<Purchase> byId =
        PurchaseDecoder.create(DecoderSettings.defaults().withEventId("event"));

    List<Object> decoded = DecodedEvents.of(byId, purchase("event", value));

    assertThat(decoded)
        .singleElement()
        .isInstanceOfSatisfying(
            DecodedEvents.Accepted.class, accepted -> assertThat(accepted.id()).isEqualTo(id));
  }

  @Test
  void looksAtTheEventIdLast() {
    EventDecoder<Purchase> byId =
        PurchaseDecoder.create(DecoderSettings.defaults().withEventId("event"));

    assertThat(DecodedEvents.outcomes(byId, purchase())).containsExactly("no event");
    assertThat(DecodedEvents.outcomes(byId, purchase("event", "1.0"))).containsExactly("not an id");
    assertThat(DecodedEvents.outcomes(byId, purchase("event", "\"\"")))
        .containsExactly("not an id");
    assertThat(DecodedEvents.outcomes(byId, purchase("price", "null")))
        .containsExactly("not a number");
  }

  @Test
  void rejectsARecordAboveTheBound() {
    String record = purchase();
    int size = DecodedEvents.utf8(record).length;
    DecoderSettings settings = DecoderSettings.defaults();

    assertThat(
            DecodedEvents.of(PurchaseDecoder.create(settings.withLargestRecord(size - 1)), record))
        .containsExactly(new Rejection.TooLarge(size, size - 1));
    assertThat(
            DecodedEvents.outcomes(
                PurchaseDecoder.create(settings.withLargestRecord(size)), record))
        .singleElement()
        .isInstanceOf(Purchase.class);
  }
}
