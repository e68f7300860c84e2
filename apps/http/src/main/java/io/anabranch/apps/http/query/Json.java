package io.anabranch.apps.http.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.vavr.control.Option;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;

/**
 * Records as JSON: their components in order, named in snake case. An empty option is left out, and
 * a double that JSON cannot hold is null.
 */
public final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          // Only components are written: a record may have methods like isClean() besides.
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .withConfigOverride(
              Option.class,
              option ->
                  option.setInclude(
                      JsonInclude.Value.construct(
                          JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS)))
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addSerializer(Option.class, new Options())
                  .addSerializer(double.class, new Doubles()))
          .build();

  /** Writes one value. */
  @FunctionalInterface
  public interface Writing {
    void write(JsonGenerator json) throws IOException;
  }

  private Json() {}

  /** The bytes of a value, in UTF-8. */
  public static byte[] bytes(Object value) {
    return bytes(json -> json.writePOJO(value));
  }

  /** The bytes of what is written, in UTF-8. */
  public static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
      writing.write(json);
    } catch (IOException impossible) {
      throw new IllegalStateException("cannot write JSON into memory", impossible);
    }
    return bytes.toByteArray();
  }

  @SuppressWarnings("rawtypes")
  private static final class Options extends StdSerializer<Option> {
    private static final long serialVersionUID = 1L;

    private Options() {
      super(Option.class);
    }

    @Override
    public boolean isEmpty(SerializerProvider provider, Option value) {
      return value.isEmpty();
    }

    @Override
    public void serialize(Option value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      provider.defaultSerializeValue(value.get(), json);
    }
  }

  private static final class Doubles extends StdSerializer<Double> {
    private static final long serialVersionUID = 1L;

    private Doubles() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeNull();
      }
    }
  }
}
