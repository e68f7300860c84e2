package io.anabranch.apps.local.hdfs;

import io.anabranch.apps.local.ChildServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.server.namenode.NameNode;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.apache.hadoop.service.launcher.IrqHandler;

/** A NameNode and a DataNode in one process; they stop with their parent process. */
public final class HdfsServer {

  private static final String HOST = "127.0.0.1";
  private static final String ANY_PORT = HOST + ":0";

  private HdfsServer() {}

  /** Arguments: a directory and the port for clients. */
  public static void main(String[] arguments) throws Exception {
    CountDownLatch stop = new CountDownLatch(1);
    ChildServer child = ChildServer.begin(arguments, stop::countDown);
    // Not a shutdown hook: when the nodes stop, they remove their own, which fails in a shutdown.
    new IrqHandler(IrqHandler.SIGTERM, signal -> stop.countDown()).bind();
    Path directory = child.directory();
    DefaultMetricsSystem.setMiniClusterMode(true);
    Configuration settings = settings(child);
    Path names = directory.resolve("names");
    if (!Files.exists(names.resolve("current").resolve("VERSION"))) {
      NameNode.format(settings);
    }
    NameNode nameNode = NameNode.createNameNode(new String[0], settings);
    DataNode dataNode = DataNode.createDataNode(new String[0], settings);
    Thread client =
        new Thread(
            () -> {
              try {
                awaitReady(nameNode, settings);
                child.ready();
              } catch (IOException failure) {
                System.err.println("ERROR: HDFS did not serve a first client: " + failure);
                stop.countDown();
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
            },
            "readiness");
    client.setDaemon(true);
    client.start();
    stop.await();
    dataNode.shutdown();
    nameNode.stop();
    nameNode.join();
    System.exit(0);
  }

  private static Configuration settings(ChildServer child) {
    Path directory = child.directory();
    Configuration settings = new Configuration();
    settings.set("fs.defaultFS", "hdfs://" + HOST + ":" + child.port());
    settings.set("dfs.namenode.rpc-bind-host", HOST);
    settings.set("dfs.namenode.http-address", ANY_PORT);
    settings.set("dfs.namenode.name.dir", directory.resolve("names").toUri().toString());
    settings.set("dfs.datanode.data.dir", directory.resolve("blocks").toUri().toString());
    settings.set("dfs.datanode.address", ANY_PORT);
    settings.set("dfs.datanode.http.address", ANY_PORT);
    settings.set("dfs.datanode.ipc.address", ANY_PORT);
    settings.set("dfs.datanode.hostname", HOST);
    settings.setInt("dfs.replication", 1);
    settings.setInt("dfs.namenode.replication.min", 1);
    settings.setInt("dfs.namenode.safemode.extension", 0);
    settings.setBoolean("dfs.namenode.datanode.registration.ip-hostname-check", false);
    settings.setInt("dfs.heartbeat.interval", 1);
    settings.setInt("dfs.blockreport.initialDelay", 0);
    settings.set("dfs.client.block.write.replace-datanode-on-failure.policy", "NEVER");
    // Only processes of this machine can connect.
    settings.setBoolean("dfs.permissions.enabled", false);
    settings.set("hadoop.tmp.dir", directory.resolve("tmp").toString());
    return settings;
  }

  private static void awaitReady(NameNode nameNode, Configuration settings)
      throws IOException, InterruptedException {
    while (nameNode.isInSafeMode() || nameNode.getNamesystem().getNumLiveDataNodes() == 0) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    byte[] bytes = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    org.apache.hadoop.fs.Path home = new org.apache.hadoop.fs.Path("/.anabranch-first-client");
    org.apache.hadoop.fs.Path written = new org.apache.hadoop.fs.Path(home, "written");
    org.apache.hadoop.fs.Path renamed = new org.apache.hadoop.fs.Path(home, "renamed");
    try (FileSystem files =
        FileSystem.newInstance(URI.create(settings.get("fs.defaultFS")), settings)) {
      files.delete(home, true);
      try (FSDataOutputStream out = files.create(written)) {
        out.write(bytes);
        out.hsync();
      }
      if (!files.rename(written, renamed)) {
        throw new IOException(written + " cannot be renamed");
      }
      byte[] read = new byte[bytes.length];
      try (FSDataInputStream in = files.open(renamed)) {
        in.readFully(0, read);
      }
      if (!Arrays.equals(bytes, read)) {
        throw new IOException(renamed + " differs from what was written");
      }
      files.delete(home, true);
    }
  }
}
