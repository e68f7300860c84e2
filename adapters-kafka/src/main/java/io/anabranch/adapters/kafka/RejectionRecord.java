package io.anabranch.adapters.kafka;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The record of a rejected event. The value is a JSON object with its position, its definition and
 * the reason; fields to filter by are also headers. The key identifies the event, so that writing
 * it twice equals writing it once.
 */
final class RejectionRecord {

  static final String DEFINITION = "definition";

  private static final String VERSION = "v";
  private static final long FIRST_VERSION = 1;
  private static final String TOPIC = "topic";
  private static final String TOPIC_ID = "topic_id";
  private static final String PARTITION = "partition";
  private static final String OFFSET = "offset";
  private static final String INDEX = "index";
  private static final String KIND = "kind";
  private static final String REASON = "reason";
  private static final String FIELD = "field";
  private static final String BYTES = "bytes";
  private static final String LIMIT = "limit";
  private static final String EXPECTED = "expected";

  private RejectionRecord() {}

  static byte[] key(DefinitionNumber definition, RejectedEvent event) {
    return bytes(
        definition.value()
            + "/"
            + event.partition().topic().id()
            + "/"
            + event.partition().number()
            + "/"
            + event.offset()
            + "/"
            + event.index());
  }

  static byte[] value(DefinitionNumber definition, RejectedEvent event) {
    Rejection rejection = event.rejection();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(VERSION, FIRST_VERSION);
    members.put(DEFINITION, definition.value());
    members.put(TOPIC, event.partition().topic().name());
    members.put(TOPIC_ID, event.partition().topic().id());
    members.put(PARTITION, event.partition().number());
    members.put(OFFSET, event.offset());
    members.put(INDEX, event.index());
    members.put(REASON, rejection.reason());
    members.put(KIND, rejection.getClass().getSimpleName());
    if (!rejection.field().isEmpty()) {
      members.put(FIELD, rejection.field());
    }
    if (rejection instanceof Rejection.TooLarge large) {
      members.put(BYTES, large.bytes());
      members.put(LIMIT, large.limit());
    }
    if (rejection instanceof Rejection.Invalid invalid) {
      members.put(EXPECTED, invalid.expected());
    }
    return bytes(FlatJson.write(members));
  }

  static List<Header> headers(DefinitionNumber definition, RejectedEvent event) {
    return List.of(
        header(DEFINITION, definition.value()),
        header(TOPIC, event.partition().topic().name()),
        header(TOPIC_ID, event.partition().topic().id()),
        header(PARTITION, event.partition().number()),
        header(OFFSET, event.offset()),
        header(INDEX, event.index()),
        header(REASON, event.rejection().reason()),
        header(FIELD, event.rejection().field()));
  }

  private static Header header(String name, Object value) {
    return new RecordHeader(name, bytes(value.toString()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Decodes the value of a record; none if it is not a rejected event of this version. */
  static Option<RejectedEvent> event(byte[] value) {
    return FlatJson.read(new String(value, StandardCharsets.UTF_8))
        .filter(members -> Long.valueOf(FIRST_VERSION).equals(members.get(VERSION)))
        .flatMap(RejectionRecord::event);
  }

  private static Option<RejectedEvent> event(Map<String, Object> members) {
    try {
      Partition partition =
          new Partition(
              new Topic(text(members, TOPIC), UUID.fromString(text(members, TOPIC_ID))),
              (int) number(members, PARTITION));
      return Option.some(
          new RejectedEvent(
              partition,
              number(members, OFFSET),
              (int) number(members, INDEX),
              rejection(members)));
    } catch (IllegalArgumentException e) {
      return Option.none();
    }
  }

  private static Rejection rejection(Map<String, Object> members) {
    String field = members.containsKey(FIELD) ? text(members, FIELD) : "";
    String kind = text(members, KIND);
    return switch (kind) {
      case "NotUtf8" -> new Rejection.NotUtf8();
      case "TooLarge" -> new Rejection.TooLarge(number(members, BYTES), number(members, LIMIT));
      case "NotJson" -> new Rejection.NotJson();
      case "NotAnObject" -> new Rejection.NotAnObject();
      case "NotAGraphiteLine" -> new Rejection.NotAGraphiteLine();
      case "NotAValueList" -> new Rejection.NotAValueList();
      case "Missing" -> new Rejection.Missing(field);
      case "NoValue" -> new Rejection.NoValue(field);
      case "NotANumber" -> new Rejection.NotANumber(field);
      case "NotFinite" -> new Rejection.NotFinite(field);
      case "NotAnInteger" -> new Rejection.NotAnInteger(field);
      case "NotAName" -> new Rejection.NotAName(field);
      case "NotAText" -> new Rejection.NotAText(field);
      case "NotAnId" -> new Rejection.NotAnId(field);
      case "NotATime" -> new Rejection.NotATime(field);
      case "TimeOutOfRange" -> new Rejection.TimeOutOfRange(field);
      case "NotATimeOfTheWeek" -> new Rejection.NotATimeOfTheWeek(field);
      case "Invalid", "Unfit" -> // versions before 0.1 wrote "Unfit"
          new Rejection.Invalid(field, text(members, EXPECTED));
      default -> throw new IllegalArgumentException("unknown kind of rejection: " + kind);
    };
  }

  private static String text(Map<String, Object> members, String name) {
    if (members.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(name + " is not a string");
  }

  private static long number(Map<String, Object> members, String name) {
    if (members.get(name) instanceof Long number) {
      return number;
    }
    throw new IllegalArgumentException(name + " is not an integer");
  }
}
