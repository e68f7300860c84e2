package planted.io.anabranch.ports;

import java.nio.charset.Charset;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Something for each pattern. */
@SuppressWarnings({
  "AnnotateFormatMethod",
  "DefaultCharset",
  "DefaultLocale",
  "JavaTimeDefaultTimeZone",
  "JavaUtilDate",
  "StringCaseLocaleUsage",
  "UnnecessaryStringFormat",
  "FormatStringConcatenation"
})
final class Ambient {
  List<Object> time() {
    return List.of(
        LocalDate.now(ZoneId.systemDefault()),
        Clock.systemUTC(),
        System.currentTimeMillis(),
        new Date(),
        Calendar.getInstance(),
        TimeZone.getDefault());
  }

  List<Object> chance() {
    List<Object> shuffled = new ArrayList<>();
    Collections.shuffle(shuffled);
    return List.of(
        shuffled,
        UUID.randomUUID(),
        Math.random(),
        new Random(),
        ThreadLocalRandom.current(),
        new SecureRandom(),
        RandomGenerator.getDefault());
  }

  List<Object> machine(String text, byte[] bytes) {
    return List.of(
        System.getProperty("user.name"),
        Locale.getDefault(),
        Charset.defaultCharset(),
        text.getBytes(),
        new String(bytes),
        text.toLowerCase(),
        String.format("%s and %d", text, bytes.length),
        "%s and %d".formatted(text, bytes.length),
        DateTimeFormatter.ofPattern("uuuu"));
  }
}
