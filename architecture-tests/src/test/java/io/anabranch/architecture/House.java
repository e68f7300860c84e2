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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What stands in this repository: its modules, sources and classes. */
final class House {

  /** Leaves out what JMH makes of the benchmarks. */
  static final ImportOption WRITTEN = location -> !location.contains("/jmh_generated/");

  /** All classes that are shipped. */
  static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(WRITTEN)
          .importPackages(Layout.REAL.root());

  /** Classes that break the rules, and some that do not. */
  static final JavaClasses PLANTED = new ClassFileImporter().importPackages(Layout.PLANTED.root());

  private static final Path TEST_CLASSES = ownTestClasses();
  private static final Path OWN_MODULE = moduleOf(TEST_CLASSES);

  private House() {}

  /** The root of the repository. */
  static Path root() {
    return parentOf(OWN_MODULE);
  }

  /** The directories of all modules as the root pom names them. */
  static List<String> modules() {
    try {
      NodeList named =
          (NodeList)
              XPathFactory.newInstance()
                  .newXPath()
                  .evaluate(
                      "/*[local-name()='project']/*[local-name()='modules']/*",
                      new InputSource(root().resolve("pom.xml").toUri().toString()),
                      XPathConstants.NODESET);
      return IntStream.range(0, named.getLength())
          .mapToObj(i -> named.item(i).getTextContent().strip())
          .toList();
    } catch (XPathExpressionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The directories of the modules with Java in them, this one left out. */
  static List<Path> modulesWithJava() {
    return modules().stream()
        .map(root()::resolve)
        .filter(module -> !module.equals(OWN_MODULE))
        .filter(module -> javaFiles(module.resolve("src")).findAny().isPresent())
        .toList();
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

  /** All Java files below a directory; none if it does not exist. */
  static Stream<Path> javaFiles(Path directory) {
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
