package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The project that {@code new-workload} makes, compiled into a plugin without Maven. */
final class NewWorkload {

  private NewWorkload() {}

  /** Makes the project of a workload and its jar, which is returned. */
  static Path plugin(Path project, String name) throws IOException {
    Ran made = Ran.run("new-workload", project.toString(), "--name", name);
    assertThat(made.code()).as(made.err()).isZero();
    Path classes = Files.createDirectories(project.resolve("target/classes"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-Xlint:all,-path,-classfile",
                "-Werror",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString()));
    for (Path source : files(project.resolve("src/main/java"))) {
      arguments.add(source.toString());
    }
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(code).isZero();
    Path jar = project.resolve("target").resolve(name + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      pack(classes, out);
      pack(project.resolve("src/main/resources"), out);
    }
    return jar;
  }

  private static void pack(Path root, JarOutputStream out) throws IOException {
    for (Path file : files(root)) {
      out.putNextEntry(new JarEntry(root.relativize(file).toString()));
      Files.copy(file, out);
      out.closeEntry();
    }
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
