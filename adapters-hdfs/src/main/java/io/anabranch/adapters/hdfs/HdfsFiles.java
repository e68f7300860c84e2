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
 * A directory of a file system, and the operations on it; names are relative to the directory. Each
 * method is one atomic operation.
 */
class HdfsFiles {

  private static final int MAX_SMALL_FILE_BYTES = 1 << 26;

  /** Hadoop's defaults. Parsing them takes long, so they are parsed once. */
  private static final Configuration DEFAULTS = new Configuration();

  private final FileContext files;
  private final Configuration configuration;
  private final Path root;

  HdfsFiles(HdfsSettings settings) {
    this.configuration = configurationOf(settings);
    this.root = new Path(settings.root());
    try {
      this.files = FileContext.getFileContext(settings.root(), configuration);
    } catch (UnsupportedFileSystemException e) {
      throw new IllegalArgumentException(
          "unknown file system " + settings.root() + ": use hdfs://HOST:PORT/DIRECTORY", e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "cannot use the file system of " + settings.root() + ": " + e.getMessage(), e);
    }
  }

  private static Configuration configurationOf(HdfsSettings settings) {
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
    // With a single data node, no other can replace it.
    configuration.set("dfs.client.block.write.replace-datanode-on-failure.policy", "NEVER");
    settings.client().forEach(property -> configuration.set(property._1(), property._2()));
    return configuration;
  }

  Configuration configuration() {
    return configuration;
  }

  /** The full name of a file, for messages. */
  String fullName(String name) {
    return path(name).toString();
  }

  private Path path(String name) {
    return name.isEmpty() ? root : new Path(root, name);
  }

  /** Creates a file in an existing directory. */
  FSDataOutputStream create(String name) throws IOException {
    return files.create(path(name), EnumSet.of(CreateFlag.CREATE, CreateFlag.SYNC_BLOCK));
  }

  /** Writes a small file, which is on disk when this returns. */
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
   * Closes a file whose write failed. Close throws the exception of the failed write again, which
   * try-with-resources cannot add to itself as suppressed.
   */
  static void abandon(FSDataOutputStream out) {
    try {
      out.close();
    } catch (IOException alreadyThrown) {
      // the caller has it
    }
  }

  FSDataInputStream open(String name) throws IOException {
    return files.open(path(name));
  }

  /** Reads a small file. */
  byte[] read(String name) throws IOException {
    try (InputStream in = open(name)) {
      byte[] content = in.readNBytes(MAX_SMALL_FILE_BYTES);
      if (content.length == MAX_SMALL_FILE_BYTES) {
        throw new IOException(
            fullName(name) + " has " + MAX_SMALL_FILE_BYTES + " bytes or more, which is too long");
      }
      return content;
    }
  }

  /**
   * Renames a file or a directory. It never overwrites.
   *
   * @throws org.apache.hadoop.fs.FileAlreadyExistsException if the new name exists
   * @throws FileNotFoundException if the old name does not exist
   */
  void rename(String from, String to) throws IOException {
    files.rename(path(from), path(to), Options.Rename.NONE);
  }

  /** Creates a directory and its parents, if they do not exist. */
  void makeDirectories(String name) throws IOException {
    files.mkdir(path(name), FsPermission.getDirDefault(), true);
  }

  /** Creates a directory in an existing one. */
  void makeDirectory(String name) throws IOException {
    files.mkdir(path(name), FsPermission.getDirDefault(), false);
  }

  /** Deletes a file, or a directory with its content, if it exists. */
  void delete(String name) throws IOException {
    try {
      files.delete(path(name), true);
    } catch (FileNotFoundException absent) {
      // nothing to delete
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

  /** Whether every byte of a file can be read. */
  boolean isReadable(String name) {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = open(name)) {
      while (in.read(buffer) >= 0) {
        // until the end
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The sorted names in a directory; empty if it does not exist. */
  NavigableSet<String> names(String directory) throws IOException {
    NavigableSet<String> names = new TreeSet<>();
    for (FileStatus status : list(directory)) {
      names.add(status.getPath().getName());
    }
    return names;
  }

  /** The sorted names that were last modified before an instant; empty if it does not exist. */
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

  /** Whether an operation that failed with this exception certainly has no effect. */
  static boolean isWithoutEffect(IOException failure) {
    return failure instanceof ConnectException
        || failure instanceof NoRouteToHostException
        || failure instanceof UnknownHostException
        || failure instanceof FileNotFoundException
        || failure instanceof AccessControlException
        || failure instanceof RemoteException; // the name node answered and refused
  }

  /** The failure of an operation that had no effect. */
  StoreFailure.Unavailable unavailable(String operation, IOException failure) {
    StoreFailure.Reason reason =
        isUnreachable(failure) ? StoreFailure.Reason.UNREACHABLE : StoreFailure.Reason.OTHER;
    return new StoreFailure.Unavailable(reason, message(operation, failure), failure);
  }

  private static boolean isUnreachable(IOException failure) {
    return failure instanceof ConnectException
        || failure instanceof NoRouteToHostException
        || failure instanceof UnknownHostException;
  }

  String message(String operation, IOException failure) {
    String failed = "the files at " + root + " are unavailable while " + operation + ": ";
    if (isUnreachable(failure)) {
      return failed
          + "no name node answers at "
          + root.toUri().getAuthority()
          + " ("
          + "); start HDFS there, or correct the address";
    }
    if (failure instanceof AccessControlException) {
      return failed
          + reason(failure)
          + "; grant the user of this process the permission to write there, or set"
          + " HADOOP_USER_NAME";
    }
    return failed + reason(failure) + "; see the logs of the servers";
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
        + (end < 0 ? message : message.substring(0, end)); // a name node appends its stack trace
  }
}
