package io.anabranch.adapters.hdfs;

import io.vavr.collection.SortedMap;
import io.vavr.collection.TreeMap;
import java.net.URI;
import java.time.Duration;

/**
 * Where the files are, and how long to wait for the servers.
 *
 * @param root the directory of all files, with its file system: {@code
 *     hdfs://127.0.0.1:9000/anabranch}, or {@code file:///…} for tests, whose renames are not
 *     atomic
 * @param connectTimeout how long to wait for a name node to accept a connection
 * @param answerTimeout how long to wait for an answer of a name node or a data node
 * @param client properties of Hadoop's client, which override the defaults of this module
 */
public record HdfsSettings(
    URI root, Duration connectTimeout, Duration answerTimeout, SortedMap<String, String> client) {

  public HdfsSettings {
    if (root.getScheme() == null || root.getPath() == null || !root.getPath().startsWith("/")) {
      throw new IllegalArgumentException(
          "the root '"
              + root
              + "' must name a file system and a directory (example:"
              + " hdfs://127.0.0.1:9000/anabranch)");
    }
    if (connectTimeout.toMillis() < 1 || answerTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("the timeouts of HDFS must be 1 ms or more");
    }
  }

  /** The default settings at a root. */
  public static HdfsSettings at(String root) {
    return new HdfsSettings(
        URI.create(root), Duration.ofSeconds(3), Duration.ofSeconds(20), TreeMap.empty());
  }

  /** The same file system, in a directory below this root. */
  public HdfsSettings in(String directory) {
    String parent = root.toString();
    URI inside = URI.create(parent + (parent.endsWith("/") ? "" : "/") + directory);
    return new HdfsSettings(inside, connectTimeout, answerTimeout, client);
  }

  /** Sets a property of Hadoop's client. */
  public HdfsSettings with(String property, String value) {
    return new HdfsSettings(root, connectTimeout, answerTimeout, client.put(property, value));
  }

  /** Sets the timeouts. */
  public HdfsSettings waiting(Duration toConnect, Duration forAnAnswer) {
    return new HdfsSettings(root, toConnect, forAnAnswer, client);
  }
}
