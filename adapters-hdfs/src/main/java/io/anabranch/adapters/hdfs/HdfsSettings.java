package io.anabranch.adapters.hdfs;

import io.vavr.collection.SortedMap;
import io.vavr.collection.TreeMap;
import java.net.URI;
import java.time.Duration;

/**
 * Where files are and how long to wait for them.
 *
 * @param root the directory that everything is in, with the file system it is on: {@code
 *     hdfs://127.0.0.1:9000/anabranch}, or {@code file:///…} for tests, whose renames are not
 *     atomic
 * @param connectTimeout until a name node that does not accept a connection is given up
 * @param answerTimeout until a name node or a data node that does not answer is given up
 * @param client properties of Hadoop's client, which overrule what is set here by default
 */
public record HdfsSettings(
    URI root, Duration connectTimeout, Duration answerTimeout, SortedMap<String, String> client) {

  public HdfsSettings {
    if (root.getScheme() == null || root.getPath() == null || !root.getPath().startsWith("/")) {
      throw new IllegalArgumentException(
          "the files' root '"
              + root
              + "' must name a file system and a directory, as hdfs://127.0.0.1:9000/anabranch");
    }
    if (connectTimeout.toMillis() < 1 || answerTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("timeouts of a file system are at least a millisecond");
    }
  }

  /** The defaults, at a root. */
  public static HdfsSettings at(String root) {
    return new HdfsSettings(
        URI.create(root), Duration.ofSeconds(3), Duration.ofSeconds(20), TreeMap.empty());
  }

  /** The same file system, in a directory of this one. */
  public HdfsSettings in(String directory) {
    String parent = root.toString();
    URI inside = URI.create(parent + (parent.endsWith("/") ? "" : "/") + directory);
    return new HdfsSettings(inside, connectTimeout, answerTimeout, client);
  }

  /** The same, with a property of Hadoop's client set. */
  public HdfsSettings with(String property, String value) {
    return new HdfsSettings(root, connectTimeout, answerTimeout, client.put(property, value));
  }

  /** The same, with other times to wait. */
  public HdfsSettings waiting(Duration toConnect, Duration forAnAnswer) {
    return new HdfsSettings(root, toConnect, forAnAnswer, client);
  }
}
