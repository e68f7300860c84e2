package io.anabranch.adapters.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anabranch.domain.coverage.Chain;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.CoverageCodec;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.SortedMap;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Encodes coverage as a JSON object whose field {@code format} is the version. Offsets are objects
 * {@code {topic, id, partition, offset}}; offsets of 0 are omitted. A coverage with losses has a
 * format that readers refuse if they do not support losses.
 */
public final class WireCoverageCodec implements CoverageCodec {

  private static final long FORMAT = 1;
  private static final long WITH_LOSSES = 2;

  @Override
  public byte[] encode(Coverage coverage) {
    JsonText json = new JsonText().open('{');
    json.name("format").value(coverage.losses().isEmpty() ? FORMAT : WITH_LOSSES);
    json.name("workload").value(coverage.workload());
    json.name("revision").value(coverage.revision());
    json.name("serving").value(coverage.serving().value());
    json.name("lastDefinition").value(coverage.lastDefinition());
    write(json.name("origin"), coverage.origin());
    json.name("lanes").open('[');
    coverage.lanes().values().forEach(lane -> write(json, lane));
    json.close(']');
    if (!coverage.losses().isEmpty()) {
      json.name("losses").open('[');
      coverage.losses().forEach(loss -> write(json, loss));
      json.close(']');
    }
    return json.close('}').toString().getBytes(UTF_8);
  }

  private static void write(JsonText json, Loss loss) {
    json.open('{');
    write(json, loss.partition());
    json.name("from").value(loss.range().from());
    json.name("to").value(loss.range().to());
    json.name("cause").value(loss.cause().name());
    for (DefinitionNumber since : loss.since()) {
      json.name("since").value(since.value());
    }
    json.name("accepted").value(loss.accepted().toString());
    json.name("by").value(loss.by());
    json.close('}');
  }

  private static void write(JsonText json, Partition partition) {
    json.name("topic").value(partition.topic().name());
    json.name("id").value(partition.topic().id().toString());
    json.name("partition").value(partition.number());
  }

  private static void write(JsonText json, Lane lane) {
    DefinitionSpec spec = lane.definition().spec();
    json.open('{');
    json.name("definition").value(lane.definition().number().value());
    json.name("workload").value(spec.workload());
    json.name("sliceBits").value(spec.sliceBits().bits());
    for (DuplicateRule rule : spec.duplicates()) {
      json.name("duplicates").open('{');
      json.name("idField").value(rule.idField());
      json.name("horizon").value(rule.horizon()).close('}');
    }
    json.name("parameters").open('{');
    spec.parameters().forEach((name, value) -> json.name(name).value(value));
    json.close('}');
    json.name("epoch").value(lane.epoch());
    json.name("floor").value(lane.floor());
    write(json.name("cleaned"), lane.cleaned());
    write(json.name("chain"), lane.chain());
    write(json.name("previous"), lane.previous());
    json.close('}');
  }

  private static void write(JsonText json, Chain chain) {
    json.open('{');
    write(json.name("origin"), chain.origin());
    json.name("segments").open('[');
    for (Segment segment : chain.segments()) {
      json.open('{');
      json.name("definition").value(segment.name().definition().value());
      json.name("baseEpoch").value(segment.name().baseEpoch());
      json.name("nonce").value(segment.name().nonce());
      json.name("rows").value(segment.rows());
      write(json.name("from"), segment.from());
      write(json.name("to"), segment.to());
      json.close('}');
    }
    json.close(']').close('}');
  }

  private static void write(JsonText json, OffsetVector offsets) {
    json.open('[');
    offsets
        .asMap()
        .forEach(
            (partition, offset) -> {
              json.open('{');
              write(json, partition);
              json.name("offset").value(offset);
              json.close('}');
            });
    json.close(']');
  }

  @Override
  public Coverage decode(byte[] bytes) throws StoreFailure.Corrupt {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return coverage(new Fields(StrictJson.parse(text)));
    } catch (CharacterCodingException | RejectedException e) {
      throw new StoreFailure.Corrupt("the coverage is not JSON", e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new StoreFailure.Corrupt("the coverage is invalid: " + e.getMessage(), e);
    }
  }

  private static Coverage coverage(Fields fields) {
    long format = fields.number("format");
    if (format != FORMAT && format != WITH_LOSSES) {
      throw new IllegalArgumentException(
          "unsupported format " + format + ", expected " + FORMAT + " or " + WITH_LOSSES);
    }
    SortedMap<DefinitionNumber, Lane> lanes = TreeMap.empty();
    for (Fields lane : fields.list("lanes")) {
      Lane read = lane(lane);
      lanes = lanes.put(read.definition().number(), read);
    }
    return new Coverage(
        fields.text("workload"),
        fields.number("revision"),
        offsets(fields, "origin"),
        new DefinitionNumber(fields.number("serving")),
        fields.number("lastDefinition"),
        lanes,
        format == FORMAT
            ? Vector.empty()
            : Vector.ofAll(fields.list("losses")).map(WireCoverageCodec::loss));
  }

  private static Loss loss(Fields fields) {
    return new Loss(
        partition(fields),
        new OffsetRange(fields.number("from"), fields.number("to")),
        Loss.Cause.valueOf(fields.text("cause")),
        fields.has("since")
            ? Option.some(new DefinitionNumber(fields.number("since")))
            : Option.none(),
        instant(fields.text("accepted")),
        fields.text("by"));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'" + text + "' is not an instant", e);
    }
  }

  private static Partition partition(Fields fields) {
    Topic topic = new Topic(fields.text("topic"), UUID.fromString(fields.text("id")));
    return new Partition(topic, Math.toIntExact(fields.number("partition")));
  }

  private static Lane lane(Fields fields) {
    Option<DuplicateRule> duplicates =
        fields.has("duplicates")
            ? Option.some(
                new DuplicateRule(
                    fields.of("duplicates").text("idField"),
                    fields.of("duplicates").number("horizon")))
            : Option.none();
    DefinitionSpec spec =
        new DefinitionSpec(
            fields.text("workload"),
            new SliceBits(Math.toIntExact(fields.number("sliceBits"))),
            duplicates,
            new java.util.TreeMap<>(fields.of("parameters").texts()));
    return new Lane(
        new Definition(new DefinitionNumber(fields.number("definition")), spec),
        fields.number("epoch"),
        chain(fields.of("chain")),
        chain(fields.of("previous")),
        fields.number("floor"),
        offsets(fields, "cleaned"));
  }

  private static Chain chain(Fields fields) {
    List<Segment> segments = new ArrayList<>();
    for (Fields segment : fields.list("segments")) {
      segments.add(
          new Segment(
              new SegmentName(
                  new DefinitionNumber(segment.number("definition")),
                  segment.number("baseEpoch"),
                  segment.text("nonce")),
              offsets(segment, "from"),
              offsets(segment, "to"),
              segment.number("rows")));
    }
    return new Chain(offsets(fields, "origin"), Vector.ofAll(segments));
  }

  private static OffsetVector offsets(Fields fields, String name) {
    Map<Partition, Long> offsets = new HashMap<>();
    for (Fields offset : fields.list(name)) {
      offsets.put(partition(offset), offset.number("offset"));
    }
    return OffsetVector.of(offsets);
  }

  /** The fields of an object. A missing field, or one of another type, is an error. */
  private record Fields(Map<String, JsonValue> byName) {

    Fields(JsonValue value) {
      this(
          value instanceof JsonValue.Members members
              ? members.byName()
              : Map.<String, JsonValue>of());
    }

    boolean has(String name) {
      return byName.containsKey(name);
    }

    long number(String name) {
      if (byName.get(name) instanceof JsonValue.IntegerLiteral integer) {
        return Long.parseLong(integer.literal());
      }
      throw lacks(name, "integer");
    }

    String text(String name) {
      if (byName.get(name) instanceof JsonValue.Text text) {
        return text.text();
      }
      throw lacks(name, "string");
    }

    Fields of(String name) {
      if (byName.get(name) instanceof JsonValue.Members members) {
        return new Fields(members.byName());
      }
      throw lacks(name, "object");
    }

    List<Fields> list(String name) {
      if (byName.get(name) instanceof JsonValue.Array array) {
        return array.elements().stream().map(Fields::new).toList();
      }
      throw lacks(name, "array");
    }

    Map<String, String> texts() {
      Map<String, String> texts = new HashMap<>();
      byName.keySet().forEach(name -> texts.put(name, text(name)));
      return texts;
    }

    private static IllegalArgumentException lacks(String name, String kind) {
      return new IllegalArgumentException(
          "field " + name + " is missing or is not of type " + kind);
    }
  }
}
