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
 * The built-in workloads and those of plugins. A plugin is a jar, a directory of jars, or a
 * directory of classes. Each has its own class loader, so two plugins may use different versions of
 * a library; {@link #close} closes these loaders.
 */
public final class WorkloadPlugins implements AutoCloseable {

  private static final String SERVICE = "META-INF/services/" + WorkloadFactory.class.getName();

  private final List<URLClassLoader> loaders = new ArrayList<>();
  private WorkloadCatalog catalog = WorkloadCatalog.shipped();

  private WorkloadPlugins() {}

  /**
   * Loads plugins.
   *
   * @param paths files and directories; duplicates are ignored
   * @throws PluginException if a plugin does not exist, provides no workload or cannot be loaded,
   *     or if two workloads have the same name
   */
  public static WorkloadPlugins open(List<Path> paths) throws PluginException {
    WorkloadPlugins plugins = new WorkloadPlugins();
    Set<Path> opened = new LinkedHashSet<>();
    try {
      for (Path path : paths) {
        if (opened.add(path.toAbsolutePath().normalize())) {
          plugins.add(path);
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
        // Harmless: the jar was only read.
      }
    }
  }

  private void add(Path path) throws PluginException {
    URLClassLoader loader = new URLClassLoader(urls(path), WorkloadPlugins.class.getClassLoader());
    loaders.add(loader);
    int known = catalog.all().size();
    try {
      catalog = catalog.with(loader);
      for (WorkloadFactory factory : catalog.all().subList(known, catalog.all().size())) {
        check(path, factory);
      }
    } catch (ServiceConfigurationError | LinkageError unlinked) {
      throw new PluginException(
          "plugin "
              + path
              + " cannot be loaded: "
              + describe(unlinked)
              + "; it may have been built for another version of Anabranch or Java: rebuild it for"
              + " this one",
          unlinked);
    } catch (IllegalArgumentException named) {
      throw new PluginException(
          "plugin "
              + path
              + ": "
              + named.getMessage()
              + "; specify each plugin once, or rename its workload",
          named);
    }
    if (catalog.all().size() == known) {
      throw new PluginException(
          "plugin "
              + path
              + " provides no workload: it has no file "
              + SERVICE
              + " with the name of a workload class; add that file, or specify the jar that has it");
    }
  }

  /** Creates the workload once, because every command needs its views and topics. */
  private static void check(Path path, WorkloadFactory factory) throws PluginException {
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
              + path
              + ": workload '"
              + factory.workload()
              + "' cannot be created with its default settings: "
              + failure
              + "; fix "
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

  private static URL[] urls(Path path) throws PluginException {
    if (!Files.exists(path)) {
      throw new PluginException(
          "plugin " + path + " does not exist; build it first, or correct the path");
    }
    List<Path> found = new ArrayList<>();
    try {
      if (!Files.isDirectory(path)) {
        found.add(jar(path));
      } else {
        if (Files.exists(path.resolve(SERVICE))) {
          found.add(path);
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(path, "*.jar")) {
          for (Path jar : jars) {
            found.add(jar(jar));
          }
        }
        if (found.isEmpty()) {
          throw new PluginException(
              "plugin directory "
                  + path
                  + " has no jar and no "
                  + SERVICE
                  + "; specify the jar or the class directory of a workload");
        }
      }
      List<URL> urls = new ArrayList<>();
      for (Path file : found) {
        urls.add(url(file));
      }
      return urls.toArray(URL[]::new);
    } catch (IOException unreadable) {
      throw new PluginException(
          "plugin " + path + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private static Path jar(Path file) throws PluginException {
    try (JarFile jar = new JarFile(file.toFile())) {
      return Path.of(jar.getName());
    } catch (IOException broken) {
      throw new PluginException(
          "plugin " + file + " is not a jar (" + broken.getMessage() + "); rebuild it", broken);
    }
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toUri().toURL();
  }
}
