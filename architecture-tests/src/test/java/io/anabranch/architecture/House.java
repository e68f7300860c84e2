package io.anabranch.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stands in this repository: its modules, sources and classes. */
final class House {

  /** All classes that are shipped. */
  static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(Layout.REAL.root());

  /** Classes that break the rules, and some that do not. */
  static final JavaClasses PLANTED = new ClassFileImporter().importPackages(Layout.PLANTED.root());

  private static final Path TEST_CLASSES = ownTestClasses();
  private static final Path OWN_MODULE = moduleOf(TEST_CLASSES);

  private House() {}

  /** The directories of all modules with Java in them, this one left out. */
  static List<Path> modules() {
    Path root = parentOf(OWN_MODULE);
    try (Stream<Path> paths = Files.list(root)) {
      return paths
          .filter(path -> Files.exists(path.resolve("pom.xml")) && !path.equals(OWN_MODULE))
          .filter(path -> Files.isDirectory(path.resolve("src")))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The packages with sources under a directory of a module, described files left out. */
  static SortedSet<String> packages(Path module, String sources) {
    return javaFiles(module.resolve(sources))
        .filter(path -> !path.endsWith("package-info.java"))
        .map(path -> packageOf(module.resolve(sources), path))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The packages that say what lives there. */
  static SortedSet<String> describedPackages(Path module, String sources) {
    return javaFiles(module.resolve(sources))
        .filter(path -> path.endsWith("package-info.java"))
        .map(path -> packageOf(module.resolve(sources), path))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Where the tests of a module are compiled to: as far from its base as those of this one. */
  static Path testClasses(Path module) {
    return module.resolve(OWN_MODULE.relativize(TEST_CLASSES));
  }

  private static Stream<Path> javaFiles(Path directory) {
    if (!Files.isDirectory(directory)) {
      return Stream.empty();
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.filter(path -> path.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String packageOf(Path sources, Path file) {
    return sources.relativize(parentOf(file)).toString().replace('/', '.').replace('\\', '.');
  }

  private static Path ownTestClasses() {
    try {
      return Path.of(House.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path moduleOf(Path directory) {
    Path module = directory;
    while (!Files.exists(module.resolve("pom.xml"))) {
      module = parentOf(module);
    }
    return module;
  }

  private static Path parentOf(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalStateException(path + " is in no module");
    }
    return parent;
  }
}
