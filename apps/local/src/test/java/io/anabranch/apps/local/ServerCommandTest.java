package io.anabranch.apps.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCommandTest {

  @TempDir Path module;

  private List<Path> classPath(String options, String... jars) throws IOException {
    Path directory = Files.createDirectories(module.resolve("META-INF/anabranch"));
    Files.writeString(directory.resolve("jvm.options"), options);
    List<Path> classPath = new ArrayList<>(List.of(module));
    for (String jar : jars) {
      classPath.add(module.resolve(jar));
    }
    return classPath;
  }

  private static List<String> command(List<Path> classPath) {
    return ServerCommand.of(ServerKind.CASSANDRA, classPath, Path.of("data"), 9042, "-Xint");
  }

  @Test
  void takesTheOptionsOfTheModuleThenThoseOfTheCaller() throws IOException {
    List<Path> classPath = classPath("# heap\n-Xmx448m\n\n-Xss512k\n", "server-1.jar");

    assertThat(command(classPath))
        .containsSubsequence("-Xmx448m", "-Xss512k", "-Xint", "-cp")
        .doesNotContain("# heap", "")
        .endsWith("io.anabranch.apps.local.cassandra.CassandraServer", "data", "9042");
  }

  @Test
  void findsTheJarOfAnAgentByItsName() throws IOException {
    List<Path> classPath = classPath("-javaagent:jamm\n", "jam-1.jar", "jamm-0.4.0.jar");

    assertThat(command(classPath)).contains("-javaagent:" + module.resolve("jamm-0.4.0.jar"));
  }

  @Test
  void namesWhatIsMissingFromTheJars() throws IOException {
    List<Path> classPath = classPath("-javaagent:jamm\n");

    assertThatThrownBy(() -> command(classPath))
        .isInstanceOf(LocalServerException.class)
        .hasMessage("jamm is missing from the jars of Cassandra");
    assertThatThrownBy(() -> command(List.of(module.resolve("none"))))
        .isInstanceOf(LocalServerException.class)
        .hasMessage("no jar of Cassandra contains META-INF/anabranch/jvm.options");
  }
}
