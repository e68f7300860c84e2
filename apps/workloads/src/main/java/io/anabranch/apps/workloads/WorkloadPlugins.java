package io.anabranch.apps.workloads;

import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.definition.WorkloadSetting;
import io.anabranch.domain.log.SliceBits;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;

/**
 * The workloads that ship and those of plugins: jars, directories of jars, or directories of
 * classes. Each plugin has a class loader of its own, so that two may bring different versions of
 * one library; closing closes these loaders.
 */
public final class WorkloadPlugins implements AutoCloseable {

  private static final String SERVICE = "META-INF/services/" + WorkloadFactory.class.getName();

  private final List<URLClassLoader> loaders = new ArrayList<>();
  private WorkloadCatalog catalog = WorkloadCatalog.shipped();

  private WorkloadPlugins() {}

  /**
   * Loads plugins.
   *
   * @param places files and directories; one that is named twice counts once
   * @throws PluginException if one is absent, brings no workload, or cannot be loaded, or if two
   *     workloads have one name
   */
  public static WorkloadPlugins open(List<Path> places) throws PluginException {
    WorkloadPlugins plugins = new WorkloadPlugins();
    Set<Path> opened = new LinkedHashSet<>();
    try {
      for (Path place : places) {
        if (opened.add(place.toAbsolutePath().normalize())) {
          plugins.add(place);
        }
      }
      return plugins;
    } catch (PluginException unusable) {
      plugins.close();
      throw unusable;
    }
  }

  /** All workloads. */
  public WorkloadCatalog catalog() {
    return catalog;
  }

  @Override
  public void close() {
    for (URLClassLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException unclosed) {
        // A jar that was only read loses nothing.
      }
    }
  }

  private void add(Path place) throws PluginException {
    URLClassLoader loader = new URLClassLoader(urls(place), WorkloadPlugins.class.getClassLoader());
    loaders.add(loader);
    int known = catalog.all().size();
    try {
      catalog = catalog.with(loader);
      for (WorkloadFactory factory : catalog.all().subList(known, catalog.all().size())) {
        check(place, factory);
      }
    } catch (ServiceConfigurationError | LinkageError unlinked) {
      throw new PluginException(
          "plugin "
              + place
              + " cannot be loaded: "
              + describe(unlinked)
              + ". It may be built for another version of Anabranch or of Java: build it again"
              + " against this one",
          unlinked);
    } catch (IllegalArgumentException named) {
      throw new PluginException(
          "plugin "
              + place
              + ": "
              + named.getMessage()
              + "; name each plugin once, or rename its workload",
          named);
    }
    if (catalog.all().size() == known) {
      throw new PluginException(
          "plugin "
              + place
              + " brings no workload: it has no file "
              + SERVICE
              + " that names a workload's class; add that file, or name the jar that has it");
    }
  }

  /** Views and topics are asked for by every command, so a workload must give them. */
  private static void check(Path place, WorkloadFactory factory) throws PluginException {
    try {
      SortedMap<String, String> settings = new TreeMap<>();
      for (WorkloadSetting setting : factory.settings()) {
        settings.put(setting.name(), setting.defaultValue());
      }
      factory.create(
          DefinitionSpec.of(factory.workload(), new SliceBits(0))
              .withParameters(factory.referenceData().parameters(settings)));
    } catch (RuntimeException failure) {
      throw new PluginException(
          "plugin "
              + place
              + ": workload '"
              + factory.workload()
              + "' cannot be created with its default settings: "
              + failure
              + "; correct "
              + factory.getClass().getName(),
          failure);
    }
  }

  private static String describe(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof ServiceConfigurationError && cause != null
        ? failure.getMessage() + " (" + cause + ")"
        : failure.toString();
  }

  private static URL[] urls(Path place) throws PluginException {
    if (!Files.exists(place)) {
      throw new PluginException(
          "plugin " + place + " does not exist; build it first, or correct the path");
    }
    List<Path> found = new ArrayList<>();
    try {
      if (!Files.isDirectory(place)) {
        found.add(jar(place));
      } else {
        if (Files.exists(place.resolve(SERVICE))) {
          found.add(place);
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(place, "*.jar")) {
          for (Path jar : jars) {
            found.add(jar(jar));
          }
        }
        if (found.isEmpty()) {
          throw new PluginException(
              "plugin directory "
                  + place
                  + " has no jar and no "
                  + SERVICE
                  + "; name the jar or the directory of classes of a workload");
        }
      }
      List<URL> urls = new ArrayList<>();
      for (Path path : found) {
        urls.add(url(path));
      }
      return urls.toArray(URL[]::new);
    } catch (IOException unreadable) {
      throw new PluginException(
          "plugin " + place + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private static Path jar(Path file) throws PluginException {
    try (JarFile jar = new JarFile(file.toFile())) {
      return Path.of(jar.getName());
    } catch (IOException broken) {
      throw new PluginException(
          "plugin " + file + " is not a jar (" + broken.getMessage() + "); build it again", broken);
    }
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toUri().toURL();
  }
}
