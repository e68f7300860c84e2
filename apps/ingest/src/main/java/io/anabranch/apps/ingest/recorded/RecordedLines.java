package io.anabranch.apps.ingest.recorded;

import io.anabranch.adapters.wire.JsonDecoder;
import io.anabranch.adapters.wire.JsonField;
import io.anabranch.adapters.wire.JsonFields;
import io.anabranch.adapters.wire.JsonKind;
import io.anabranch.adapters.wire.JsonObject;
import io.anabranch.adapters.wire.JsonReading;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.SliceBits;
import io.vavr.control.Option;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads recorded input: one message per line, or one object per line with {@code partition}, {@code
 * offset} and {@code value} or {@code valueBase64}. This is decided line by line, so a broken line
 * of a recording is taken as a message, and rejected like one.
 */
final class RecordedLines {

  private static final byte[] OFFSET = {'"', 'o', 'f', 'f', 's', 'e', 't', '"'};

  /** Topics get all partitions up to the highest recorded, which limits the memory needed. */
  static final int MAX_PARTITION = 9_999;

  /** The end of its slice, at the largest slice size, must be a valid offset, too. */
  static final long MAX_OFFSET = Long.MAX_VALUE - (1L << SliceBits.MAX);

  /** Takes messages in the order of the input. */
  @FunctionalInterface
  interface Consumer {
    void accept(RecordedMessage message) throws InputException;
  }

  private final JsonDecoder<Wrapped> wrappers = JsonDecoder.of(RecordedLines::wrapper);

  /** The fields of a line that is an object with a position, or a description of a problem. */
  private record Wrapped(
      Option<String> problem,
      Option<String> topic,
      long partition,
      long offset,
      Option<Long> timestamp,
      Option<Utf8> key,
      Option<Utf8> value,
      Option<Utf8> base64) {}

  private static JsonReading<Wrapped> wrapper(JsonFields json) {
    JsonField topic = json.field("topic");
    JsonField partition = json.field("partition");
    JsonField offset = json.field("offset");
    JsonField timestamp = json.field("timestamp");
    JsonField key = json.field("key");
    JsonField value = json.field("value");
    JsonField base64 = json.field("valueBase64");
    return object -> {
      if (!object.has(partition)
          || !object.has(offset)
          || !(object.has(value) || object.has(base64))) {
        throw object.rejected(new Rejection.Invalid("", "a recorded line"));
      }
      Option<Long> number = whole(object, partition, MAX_PARTITION);
      Option<Long> position = whole(object, offset, MAX_OFFSET);
      if (number.isEmpty()) {
        return problem("partition must be a whole number from 0 to " + MAX_PARTITION);
      }
      if (position.isEmpty()) {
        return problem("offset must be a whole number from 0 to " + MAX_OFFSET);
      }
      if (object.has(base64) && object.kind(base64) != JsonKind.TEXT) {
        return problem("valueBase64 must be a string");
      }
      return new Wrapped(
          Option.none(),
          text(object, topic).map(Utf8::toString).filter(name -> !name.isEmpty()),
          number.get(),
          position.get(),
          whole(object, timestamp, Long.MAX_VALUE),
          text(object, key),
          text(object, value),
          text(object, base64));
    };
  }

  /** An integer from 0 to the largest; none for any other value or no value. */
  private static Option<Long> whole(JsonObject object, JsonField field, long largest) {
    if (object.kind(field) != JsonKind.INTEGER) {
      return Option.none();
    }
    // Read as text: a number beyond 64 bits would otherwise turn the line into a plain message.
    BigInteger number = new BigInteger(object.id(field).toString());
    return number.signum() < 0 || number.compareTo(BigInteger.valueOf(largest)) > 0
        ? Option.none()
        : Option.some(number.longValue());
  }

  private static Wrapped problem(String description) {
    return new Wrapped(
        Option.some(description),
        Option.none(),
        0,
        0,
        Option.none(),
        Option.none(),
        Option.none(),
        Option.none());
  }

  private static Option<Utf8> text(JsonObject object, JsonField field) {
    return object.kind(field) == JsonKind.TEXT ? Option.some(object.text(field)) : Option.none();
  }

  /**
   * Reads a file, or standard input if its name is {@code -}.
   *
   * @throws InputException if the file cannot be read, or a line of a recording has no position
   */
  void read(String file, Consumer consumer) throws InputException {
    try (InputStream in = open(file)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
      byte[] block = new byte[1 << 16];
      long number = 1;
      for (int length = in.read(block); length >= 0; length = in.read(block)) {
        int start = 0;
        for (int i = 0; i < length; i++) {
          if (block[i] == '\n') {
            line.write(block, start, i - start);
            message(new RecordedMessage.Line(file, number++), line.toByteArray(), consumer);
            line.reset();
            start = i + 1;
          }
        }
        line.write(block, start, length - start);
      }
      message(new RecordedMessage.Line(file, number), line.toByteArray(), consumer);
    } catch (NoSuchFileException absent) {
      throw new InputException("file '" + file + "' does not exist; check the path", absent);
    } catch (IOException failed) {
      throw new InputException("cannot read '" + file + "': " + describe(failed), failed);
    }
  }

  /** Why a file cannot be read, and what to do; without its name. */
  static String describe(IOException failed) {
    if (failed instanceof AccessDeniedException) {
      return "permission denied; let this user read the file and its directories (chmod), or copy the"
          + " file to a readable place";
    }
    String reason =
        failed instanceof FileSystemException known ? known.getReason() : failed.getMessage();
    return (reason == null ? failed.toString() : reason) + "; check that it is a readable file";
  }

  private static InputStream open(String file) throws IOException {
    if (file.equals("-")) {
      return new BufferedInputStream(System.in);
    }
    Path path;
    try {
      path = Path.of(file);
    } catch (InvalidPathException noPath) {
      throw new IOException("it is not a valid path", noPath);
    }
    if (file.isEmpty()) {
      throw new IOException("the file name is empty");
    }
    if (Files.isDirectory(path)) {
      throw new IOException("it is a directory");
    }
    return Files.newInputStream(path);
  }

  private void message(RecordedMessage.Line line, byte[] bytes, Consumer consumer)
      throws InputException {
    if (isBlank(bytes)) {
      return;
    }
    if (bytes[0] == '{' && contains(bytes, OFFSET)) {
      Unwrapped unwrapped = new Unwrapped();
      wrappers.decode("", bytes, 0, bytes.length, unwrapped);
      if (unwrapped.wrapped.isDefined()) {
        consumer.accept(positioned(line, unwrapped.wrapped.get()));
        return;
      }
    }
    consumer.accept(
        new RecordedMessage(
            line,
            Option.none(),
            Option.none(),
            Option.none(),
            Option.none(),
            Option.some(Utf8.slice(bytes, 0, bytes.length))));
  }

  private static RecordedMessage positioned(RecordedMessage.Line line, Wrapped wrapped)
      throws InputException {
    if (wrapped.problem().isDefined()) {
      throw new InputException(
          line + ": " + wrapped.problem().get() + "; correct or remove the line");
    }
    Option<Utf8> value = wrapped.value();
    if (wrapped.base64().isDefined()) {
      try {
        byte[] decoded = Base64.getDecoder().decode(wrapped.base64().get().toBytes());
        value = Option.some(Utf8.slice(decoded, 0, decoded.length));
      } catch (IllegalArgumentException notBase64) {
        throw new InputException(
            line + ": valueBase64 is not valid Base64; correct or remove the line", notBase64);
      }
    }
    return new RecordedMessage(
        line,
        wrapped.topic(),
        Option.some(new RecordedMessage.Position((int) wrapped.partition(), wrapped.offset())),
        wrapped.timestamp(),
        wrapped.key(),
        value);
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && (b < '\t' || b > '\r')) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(byte[] bytes, byte[] desired) {
    for (int i = 0; i <= bytes.length - desired.length; i++) {
      if (bytes[i] == desired[0]
          && Arrays.equals(bytes, i, i + desired.length, desired, 0, desired.length)) {
        return true;
      }
    }
    return false;
  }

  private static final class Unwrapped implements EventSink<Wrapped> {
    private Option<Wrapped> wrapped = Option.none();

    @Override
    public void accept(Wrapped event) {
      wrapped = Option.some(event);
    }

    @Override
    public void accept(Wrapped event, Utf8 id) {
      accept(event);
    }

    @Override
    public void reject(Rejection rejection) {
      wrapped = Option.none();
    }
  }
}
