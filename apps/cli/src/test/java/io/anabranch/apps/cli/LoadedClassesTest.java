package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.apps.http.ListenException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that serve nothing load no server: they start in a fraction of a second. */
class LoadedClassesTest {

  private static final List<String> SERVERS =
      List.of(
          "org.eclipse.jetty",
          "io.micrometer",
          "io.anabranch.apps.http.Http",
          "java.net.http",
          "org.apache.kafka",
          "org.apache.hadoop",
          "org.apache.parquet",
          "com.datastax",
          "com.typesafe",
          "io.netty");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "query --help",
        "replay vending --file ../../samples/purchases.ndjson --view items -o json",
      })
  void loadsNoServer(String arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:stdout",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments.split(" ", -1)));

    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String loaded =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.contains("[class,load]"))
            .map(line -> line.replaceAll("^.*\\] (\\S+) source:.*$", "$1"))
            .filter(name -> SERVERS.stream().anyMatch(name::startsWith) || name.endsWith(".Main"))
            // What a command throws is loaded with the command, and loads nothing itself.
            .filter(name -> !name.equals(ListenException.class.getName()))
            .collect(Collectors.joining("\n"));

    assertThat(process.waitFor()).isZero();
    assertThat(loaded).isEqualTo(Main.class.getName());
  }
}
