package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.AppenderRef;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client libraries of the servers log. */
class ClientLogsTest {

  private static final URI FILE = URI.create(String.valueOf(Main.class.getResource("/log4j2.xml")));
  private static final String THROWABLE = "anabranch.log.throwable";

  private final LoggerContext context = new LoggerContext("test", null, FILE);

  private LoggerConfig logger(String name) {
    context.start();
    return context.getConfiguration().getLoggerConfig(name);
  }

  @AfterEach
  void stop() {
    System.clearProperty(THROWABLE);
    context.stop();
  }

  private static LogEvent event(Level level, String message) {
    return Log4jLogEvent.newBuilder()
        .setLoggerName("org.apache.kafka.clients.NetworkClient")
        .setLevel(level)
        .setMessage(new SimpleMessage(message))
        .setThrown(new IllegalStateException("because\nof this"))
        .build();
  }

  private String written(LogEvent event) {
    return new String(
        context.getConfiguration().getAppender("clients").getLayout().toByteArray(event),
        StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.kafka.clients.NetworkClient",
        "org.apache.hadoop.hdfs.DataStreamer",
        "com.datastax.oss.driver.internal.core.pool.ChannelPool"
      })
  void aClientLogsWarningsAtALimitedRate(String name) {
    LoggerConfig logger = logger(name);

    List<AppenderRef> appenders = logger.getAppenderRefs();
    assertThat(logger.getLevel()).isEqualTo(Level.WARN);
    assertThat(logger.isAdditive()).isFalse();
    assertThat(appenders).extracting(AppenderRef::getRef).containsExactly("clients");
    Filter filter = appenders.get(0).getFilter();
    for (Level level : List.of(Level.WARN, Level.ERROR)) {
      long passed =
          IntStream.range(0, 1_000)
              .filter(i -> filter.filter(event(level, "away")) != Filter.Result.DENY)
              .count();
      assertThat(passed).as(level.name()).isLessThanOrEqualTo(5);
    }
  }

  @Test
  void anEventIsOneLine() {
    logger("org.apache.kafka");

    assertThat(written(event(Level.WARN, "first\n\tsecond")))
        .endsWith(" WARN  NetworkClient: first second: because of this" + System.lineSeparator());
    assertThat(written(event(Level.WARN, "first")).lines()).hasSize(1);
  }

  @Test
  void debugAddsTheStackTrace() {
    System.setProperty(THROWABLE, "full");
    logger("org.apache.kafka");

    assertThat(written(event(Level.WARN, "first")))
        .contains("NetworkClient: first")
        .contains("IllegalStateException")
        .contains("\tat " + ClientLogsTest.class.getName());
  }

  @Test
  void debugIsPassedToTheLogs() {
    Ran.run("config", "show", "-o", "json", "--debug");

    assertThat(System.getProperty(THROWABLE)).isEqualTo("full");
  }
}
