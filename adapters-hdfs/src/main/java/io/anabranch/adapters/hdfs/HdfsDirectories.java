package io.anabranch.adapters.hdfs;

import io.anabranch.ports.StoreFailure;
import java.io.IOException;
import java.util.SortedSet;

/** The directories directly below the root of some settings. */
public final class HdfsDirectories {

  private final HdfsFiles files;

  public HdfsDirectories(HdfsSettings settings) {
    this.files = new HdfsFiles(settings);
  }

  /** Their names; empty if the root does not exist. */
  public SortedSet<String> names() throws StoreFailure {
    try {
      return files.names("");
    } catch (IOException e) {
      throw files.unavailable("listing the directories", e);
    }
  }

  /**
   * Deletes a directory with its content, if it exists.
   *
   * @param name a name without a slash: only directories directly below the root are deleted
   */
  public void delete(String name) throws StoreFailure {
    if (name.isEmpty() || name.contains("/") || name.startsWith(".")) {
      throw new IllegalArgumentException(
          "'" + name + "' is not the name of a directory in the root");
    }
    try {
      files.delete(name);
    } catch (IOException e) {
      throw files.unavailable("deleting " + files.fullName(name), e);
    }
  }
}
