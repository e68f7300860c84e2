package io.anabranch.apps.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.definition.WorkloadFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loading of plugins, and the messages of those that fail to load. */
class WorkloadPluginsTest {

  private static final String SERVICE = "META-INF/services/" + WorkloadFactory.class.getName();

  /** The vending workload under another name. */
  private static final String FACTORY =
      """
      package plugin;

      import io.anabranch.domain.definition.*;
      import io.anabranch.domain.log.SliceBits;
      import io.anabranch.domain.view.Workload;
      import java.util.List;

      public final class %1$s implements WorkloadFactory {
        public String workload() {
          return "%2$s";
        }

        public Workload<?> create(DefinitionSpec spec) {
          %3$s
        }

        public List<WorkloadSetting> settings() {
          return List.of(new WorkloadSetting("depth", "3", "a number", text -> true));
        }
      }
      """;

  private static final String CREATED =
      "return new io.anabranch.apps.workloads.VendingFactory()"
          + ".create(DefinitionSpec.of(\"vending\", new SliceBits(0)));";

  @TempDir private Path directory;
  private Path classes = Path.of("");

  @BeforeEach
  void makeClasses() throws IOException {
    classes = Files.createDirectory(directory.resolve("classes"));
  }

  @Test
  void loadsAJarADirectoryOfJarsAndADirectoryOfClasses() throws Exception {
    Path compiled = plugin("Tea", "tea", CREATED);
    Path jar = packed(compiled, directory.resolve("jars/tea.jar"));

    for (Path path : List.of(compiled, jar, directory.resolve("jars"))) {
      try (WorkloadPlugins plugins = WorkloadPlugins.open(List.of(path))) {
        assertThat(plugins.catalog().names())
            .as(path.toString())
            .containsExactly("metrics", "vending", "social", "weather", "tea");
      }
    }
  }

  @Test
  void ignoresDuplicatePlugins() throws Exception {
    Path compiled = plugin("Tea", "tea", CREATED);
    Path same = compiled.resolve("..").resolve(compiled.getFileName());

    try (WorkloadPlugins plugins = WorkloadPlugins.open(List.of(compiled, same))) {
      assertThat(plugins.catalog().names()).hasSize(5);
    }
  }

  @Test
  void hasOnlyBuiltInWorkloadsWithoutPlugins() throws Exception {
    try (WorkloadPlugins plugins = WorkloadPlugins.open(List.of())) {
      assertThat(plugins.catalog().names())
          .containsExactly("metrics", "vending", "social", "weather");
    }
  }

  @Test
  void reportsAMissingPlugin() {
    assertRejected(directory.resolve("none.jar"), "none.jar does not exist; build it first");
  }

  @Test
  void reportsAFileThatIsNotAJar() throws IOException {
    Path text = Files.writeString(directory.resolve("text.jar"), "text");

    assertRejected(text, "text.jar is not a jar");
  }

  @Test
  void reportsAPluginWithoutAWorkload() throws IOException {
    Path empty = packed(classes, directory.resolve("empty.jar"));

    assertRejected(empty, "empty.jar provides no workload: it has no file " + SERVICE);
    assertRejected(classes, "classes has no jar and no " + SERVICE);
  }

  @Test
  void reportsDuplicateWorkloadNames() throws IOException {
    Path shipped = plugin("Vending", "vending", CREATED);

    assertRejected(shipped, "two workloads are named 'vending'", "rename its workload");
  }

  @Test
  void reportsAMissingClassOrAnUnsupportedVersion() throws IOException {
    Path compiled = plugin("Tea", "tea", CREATED);
    Path factory = compiled.resolve("plugin/Tea.class");
    byte[] code = Files.readAllBytes(factory);
    code[7] = 99; // an unsupported class file version
    Files.write(factory, code);
    assertRejected(compiled, "cannot be loaded: java.lang.UnsupportedClassVersionError", "rebuild");

    Files.delete(factory);
    assertRejected(compiled, "cannot be loaded", "Provider plugin.Tea not found", "rebuild");
  }

  @Test
  void reportsAWorkloadThatCannotBeCreated() throws IOException {
    Path broken = plugin("Tea", "tea", "throw new IllegalStateException(\"too hot\");");

    assertRejected(broken, "'tea' cannot be created", "too hot", "fix plugin.Tea");
  }

  private static void assertRejected(Path path, String... parts) {
    assertThatThrownBy(() -> WorkloadPlugins.open(List.of(path)))
        .isInstanceOf(PluginException.class)
        .hasMessageContainingAll(parts)
        .hasMessageContaining(path.toString());
  }

  private Path plugin(String type, String workload, String body) throws IOException {
    Path source = directory.resolve(type + ".java");
    Files.writeString(source, FACTORY.formatted(type, workload, body));
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
    assertThat(code).isZero();
    Path service = classes.resolve(SERVICE);
    Files.createDirectories(Objects.requireNonNull(service.getParent()));
    Files.writeString(service, "plugin." + type + "\n");
    return classes;
  }

  private static Path packed(Path from, Path jar) throws IOException {
    Files.createDirectories(Objects.requireNonNull(jar.getParent()));
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(from.relativize(file).toString()));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
    return jar;
  }
}
