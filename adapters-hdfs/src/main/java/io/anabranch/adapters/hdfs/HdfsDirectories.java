package io.anabranch.adapters.hdfs;

import io.anabranch.ports.StoreFailure;
import java.io.IOException;
import java.util.SortedSet;

/** The directories in the root of some settings, each with all that somebody has. */
public final class HdfsDirectories {

  private final HdfsFiles files;

  public HdfsDirectories(HdfsSettings settings) {
    this.files = new HdfsFiles(settings);
  }

  /** Their names; none if there is no root. */
  public SortedSet<String> names() throws StoreFailure {
    try {
      return files.names("");
    } catch (IOException e) {
      throw files.unavailable("listing the directories", e);
    }
  }

  /**
   * Deletes a directory with everything in it; one that is absent is left so.
   *
   * @param name without a slash: nothing but what is in the root itself
   */
  public void delete(String name) throws StoreFailure {
    if (name.isEmpty() || name.contains("/") || name.startsWith(".")) {
      throw new IllegalArgumentException("'" + name + "' is no name of a directory in the root");
    }
    try {
      files.delete(name);
    } catch (IOException e) {
      throw files.unavailable("deleting " + files.told(name), e);
    }
  }
}
