package io.anabranch.apps.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The project of a new workload: files from a template, in which names are filled in.
 *
 * @param name of the workload
 * @param javaPackage of its classes
 */
record WorkloadProject(String name, String javaPackage) {

  /** The directory of the checkout, which the launcher sets. */
  private static final String HOME = "anabranch.home";

  private static final String TEMPLATE = "workload/";

  /** Files of the template, and where they stand in a project. */
  private static final Map<String, String> FILES = new LinkedHashMap<>();

  static {
    FILES.put("README.md", "README.md");
    FILES.put("pom.xml", "pom.xml");
    FILES.put("gitignore", ".gitignore");
    FILES.put("samples/events.ndjson", "samples/@NAME@.ndjson");
    FILES.put("samples/places.ndjson", "samples/places.ndjson");
    FILES.put("main/Regions.java", "src/main/java/@PATH@/Regions.java");
    for (String part : new String[] {"Event", "Decoder", "Workload", "Generator", "Simulation"}) {
      FILES.put("main/" + part + ".java", "src/main/java/@PATH@/@CLASS@" + part + ".java");
    }
    for (String part : new String[] {"WorkloadTest", "SimulationTest"}) {
      FILES.put("test/" + part + ".java", "src/test/java/@PATH@/@CLASS@" + part + ".java");
    }
    String services = "src/main/resources/META-INF/services/io.anabranch.";
    FILES.put("services/WorkloadFactory", services + "domain.definition.WorkloadFactory");
    FILES.put("services/GeneratorFactory", services + "apps.ingest.generate.GeneratorFactory");
    FILES.put("services/WorkloadSimulation", services + "apps.simulation.WorkloadSimulation");
  }

  /** Whether a project may be made there: nothing would be overwritten. */
  static boolean isFree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return true;
    }
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  /** Writes the project; how many files it has. */
  int write(Path directory) throws IOException {
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      Path target = directory.resolve(filled(file.getValue()));
      Files.createDirectories(Objects.requireNonNull(target.getParent()));
      Files.writeString(target, filled(template(file.getKey())));
    }
    return FILES.size();
  }

  private static String template(String file) throws IOException {
    try (InputStream text = WorkloadProject.class.getResourceAsStream(TEMPLATE + file)) {
      return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String filled(String text) {
    String checkout = Path.of(System.getProperty(HOME, "")).toAbsolutePath().normalize().toString();
    return text.replace("@NAME@", name)
        .replace("@CLASS@", Character.toUpperCase(name.charAt(0)) + name.substring(1))
        .replace("@PACKAGE@", javaPackage)
        .replace("@PATH@", javaPackage.replace('.', '/'))
        .replace("@CHECKOUT@", checkout);
  }
}
