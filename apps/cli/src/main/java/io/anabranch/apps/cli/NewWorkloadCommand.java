package io.anabranch.apps.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code new-workload}: make the project of a plugin. */
@Command(
    name = "new-workload",
    mixinStandardHelpOptions = true,
    header = "Make the Maven project of a new workload, to be run with --plugin.",
    sortOptions = false,
    description = {
      "",
      "  anabranch new-workload ../rides --name rides --package com.example.rides",
      "",
      "The project has a decoder, views, a reference topic, a generator, a simulation, tests,",
      "a sample recording, and a README with the commands to build and run it.",
      ""
    })
final class NewWorkloadCommand implements Callable<Integer> {

  private static final String NAME = "[a-z][a-z0-9]*";

  private final Workloads workloads;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIRECTORY",
      description = "Where to make the project; it must be empty or absent.")
  private @Nullable Path directory;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The name of the workload: lower-case letters and digits.")
  private @Nullable String name;

  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      description = "The Java package (default: com.example.NAME).")
  private @Nullable String javaPackage;

  NewWorkloadCommand(Workloads workloads) {
    this.workloads = workloads;
  }

  @Override
  public Integer call() throws IOException {
    if (directory == null || name == null) {
      throw new UsageException(
          "Missing what to make: new-workload DIRECTORY --name NAME, for example"
              + " new-workload ../rides --name rides");
    }
    if (!name.matches(NAME) || SourceVersion.isKeyword(name)) {
      throw new UsageException(
          "--name takes lower-case letters and digits, the first a letter, not '" + name + "'");
    }
    if (workloads.catalog().find(name).isDefined()) {
      throw new UsageException("there is a workload '" + name + "' already; choose another name");
    }
    String packaged = javaPackage == null ? "com.example." + name : javaPackage;
    if (!SourceVersion.isName(packaged)) {
      throw new UsageException(
          "--package takes a Java package, for example com.example.rides, not '" + packaged + "'");
    }
    WorkloadProject project = new WorkloadProject(name, packaged);
    if (!WorkloadProject.isFree(directory)) {
      throw new UsageException(directory + " is not an empty directory; choose another");
    }
    int files = project.write(directory);
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        "%s: made %d files in %s; README.md there has the commands to build and run it%n",
        name, files, directory);
    return ExitCode.OK;
  }
}
