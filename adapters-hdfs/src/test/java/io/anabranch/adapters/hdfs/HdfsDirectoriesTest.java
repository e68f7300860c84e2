package io.anabranch.adapters.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HdfsDirectoriesTest {

  @TempDir private Path root;

  private HdfsDirectories directories() {
    return new HdfsDirectories(HdfsSettings.at(root.toUri().toString()));
  }

  @Test
  void deletesADirectoryWithAllThatIsInItAndNoOther() throws Exception {
    Files.createDirectories(root.resolve("mine/master/snacks"));
    Files.writeString(root.resolve("mine/master/snacks/file"), "x");
    Files.createDirectories(root.resolve("other"));
    assertThat(directories().names()).containsExactly("mine", "other");

    directories().delete("mine");
    directories().delete("mine");

    assertThat(directories().names()).containsExactly("other");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../other", "mine/master", "/"})
  void deletesNothingButADirectoryOfItsRoot(String name) throws Exception {
    Files.createDirectories(root.resolve("mine/master"));

    assertThatThrownBy(() -> directories().delete(name))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(root.resolve("mine/master")).exists();
  }
}
