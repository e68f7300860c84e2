package io.anabranch.adapters.hdfs;

import io.anabranch.ports.StoreFailure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;

/**
 * A directory of a file system and what is done in it; names are relative to it. Each method is one
 * step, which happens as a whole or not at all.
 */
class HdfsFiles {

  private static final int MOST_BYTES_OF_A_NOTE = 1 << 26;

  /** Hadoop's own, which are read from files of two thousand lines. */
  private static final Configuration DEFAULTS = new Configuration();

  private final FileContext files;
  private final Configuration configuration;
  private final Path root;

  HdfsFiles(HdfsSettings settings) {
    this.configuration = configured(settings);
    this.root = new Path(settings.root());
    try {
      this.files = FileContext.getFileContext(settings.root(), configuration);
    } catch (UnsupportedFileSystemException e) {
      throw new IllegalArgumentException(
          "no file system is known for " + settings.root() + ": use hdfs://HOST:PORT/DIRECTORY", e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "the file system of " + settings.root() + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static Configuration configured(HdfsSettings settings) {
    String connect = Long.toString(settings.connectTimeout().toMillis());
    String answer = Long.toString(settings.answerTimeout().toMillis());
    Configuration configuration = new Configuration(DEFAULTS);
    configuration.set("ipc.client.connect.timeout", connect);
    configuration.set("ipc.client.connect.max.retries", "2");
    configuration.set("ipc.client.connect.retry.interval", "250");
    configuration.set("ipc.client.connect.max.retries.on.timeouts", "0");
    configuration.set("ipc.client.rpc-timeout.ms", answer);
    configuration.set("dfs.client.socket-timeout", answer);
    configuration.set("dfs.client.retry.window.base", "250");
    configuration.set("dfs.client.max.block.acquire.failures", "2");
    configuration.set("dfs.client.block.write.retries", "1");
    configuration.set("dfs.client.block.write.locateFollowingBlock.retries", "3");
    // Where there is one data node, no other can step in for it.
    configuration.set("dfs.client.block.write.replace-datanode-on-failure.policy", "NEVER");
    settings.client().forEach(property -> configuration.set(property._1(), property._2()));
    return configuration;
  }

  Configuration configuration() {
    return configuration;
  }

  /** The whole name of a file: what people look for. */
  String told(String name) {
    return path(name).toString();
  }

  private Path path(String name) {
    return name.isEmpty() ? root : new Path(root, name);
  }

  /** Opens a new file, in a directory that is there. */
  FSDataOutputStream create(String name) throws IOException {
    return files.create(path(name), EnumSet.of(CreateFlag.CREATE, CreateFlag.SYNC_BLOCK));
  }

  /** Writes a small file, on disk when this returns. */
  void write(String name, byte[] content) throws IOException {
    FSDataOutputStream out = create(name);
    try {
      out.write(content);
      out.hsync();
    } catch (IOException | RuntimeException | Error e) {
      abandon(out);
      throw e;
    }
    out.close();
  }

  /**
   * Closes a file that could not be written. What that says was said before: by the same exception,
   * which a try-with-resources cannot take twice.
   */
  static void abandon(FSDataOutputStream out) {
    try {
      out.close();
    } catch (IOException saidBefore) {
      // the caller has it
    }
  }

  FSDataInputStream open(String name) throws IOException {
    return files.open(path(name));
  }

  /** The content of a small file. */
  byte[] read(String name) throws IOException {
    try (InputStream in = open(name)) {
      byte[] content = in.readNBytes(MOST_BYTES_OF_A_NOTE);
      if (content.length == MOST_BYTES_OF_A_NOTE) {
        throw new IOException(told(name) + " is far too long for what it should be");
      }
      return content;
    }
  }

  /**
   * Gives a file or a directory another name, unless something has that name.
   *
   * @throws org.apache.hadoop.fs.FileAlreadyExistsException if the name is taken
   * @throws FileNotFoundException if there is nothing to rename
   */
  void rename(String from, String to) throws IOException {
    files.rename(path(from), path(to), Options.Rename.NONE);
  }

  /** Makes a directory and those it is in; one that is there is left as it is. */
  void makeDirectories(String name) throws IOException {
    files.mkdir(path(name), FsPermission.getDirDefault(), true);
  }

  /** Makes a directory in one that is there. */
  void makeDirectory(String name) throws IOException {
    files.mkdir(path(name), FsPermission.getDirDefault(), false);
  }

  /** Deletes a file, or a directory with all that is in it; what is absent is left so. */
  void delete(String name) throws IOException {
    try {
      files.delete(path(name), true);
    } catch (FileNotFoundException absent) {
      // as it should be
    }
  }

  boolean exists(String name) throws IOException {
    try {
      files.getFileStatus(path(name));
      return true;
    } catch (FileNotFoundException absent) {
      return false;
    }
  }

  long length(String name) throws IOException {
    return files.getFileStatus(path(name)).getLen();
  }

  /** Whether all bytes of a file can be had, whatever they mean. */
  boolean isReadable(String name) {
    byte[] some = new byte[1 << 16];
    try (InputStream in = open(name)) {
      while (in.read(some) >= 0) {
        // until the end
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The names in a directory, in their order; none if it is absent. */
  NavigableSet<String> names(String directory) throws IOException {
    NavigableSet<String> names = new TreeSet<>();
    for (FileStatus status : list(directory)) {
      names.add(status.getPath().getName());
    }
    return names;
  }

  /** The names in a directory of what was last written before an instant; none if it is absent. */
  NavigableSet<String> namesBefore(String directory, long epochMilli) throws IOException {
    NavigableSet<String> names = new TreeSet<>();
    for (FileStatus status : list(directory)) {
      if (status.getModificationTime() < epochMilli) {
        names.add(status.getPath().getName());
      }
    }
    return names;
  }

  private Iterable<FileStatus> list(String directory) throws IOException {
    List<FileStatus> all = new ArrayList<>();
    try {
      RemoteIterator<FileStatus> statuses = files.listStatus(path(directory));
      while (statuses.hasNext()) {
        all.add(statuses.next());
      }
    } catch (FileNotFoundException absent) {
      return List.of();
    }
    return all;
  }

  /** Whether a step that failed in this way had no effect, and will have none. */
  static boolean isWithoutEffect(IOException failure) {
    return failure instanceof ConnectException
        || failure instanceof NoRouteToHostException
        || failure instanceof UnknownHostException
        || failure instanceof FileNotFoundException
        || failure instanceof AccessControlException
        || failure instanceof RemoteException; // the name node answered: it refused
  }

  /** What a step that failed, and had no effect, is told as. */
  StoreFailure.Unavailable unavailable(String doing, IOException failure) {
    return new StoreFailure.Unavailable(message(doing, failure), failure);
  }

  String message(String doing, IOException failure) {
    String what = "the files at " + root + " are not available (" + doing + "): ";
    if (failure instanceof ConnectException
        || failure instanceof NoRouteToHostException
        || failure instanceof UnknownHostException) {
      return what
          + "no name node answers at "
          + root.toUri().getAuthority()
          + " ("
          + reason(failure)
          + "). Start HDFS there, or correct the address; on one machine, `anabranch up --only"
          + " hdfs` starts it and `anabranch status` tells where it is";
    }
    if (failure instanceof AccessControlException) {
      return what
          + reason(failure)
          + ". Give the user that runs this the right to write there, or set HADOOP_USER_NAME";
    }
    return what + reason(failure) + ". `anabranch status` and the servers' logs tell more";
  }

  private static String reason(Throwable failure) {
    Throwable first = failure;
    while (first.getCause() != null && first.getCause() != first) {
      first = first.getCause();
    }
    String message = String.valueOf(first.getMessage());
    int end = message.indexOf('\n');
    return first.getClass().getSimpleName()
        + ": "
        + (end < 0 ? message : message.substring(0, end)); // a name node sends its stack along
  }
}
