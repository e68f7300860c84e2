package io.anabranch.apps.local.cassandra;

import io.anabranch.apps.local.ChildServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.cassandra.db.ConsistencyLevel;
import org.apache.cassandra.service.CassandraDaemon;
import org.apache.cassandra.transport.SimpleClient;
import org.apache.cassandra.transport.messages.ResultMessage;

/** A cluster of one node; it stops with its parent process. */
public final class CassandraServer {

  private static final String HOST = "127.0.0.1";

  private CassandraServer() {}

  /** Arguments: a directory and the port for clients. */
  public static void main(String[] arguments) throws IOException {
    ChildServer child = ChildServer.begin(arguments, () -> System.exit(0));
    Path settings = child.directory().resolve("cassandra.yaml");
    Files.writeString(settings, settings(child), StandardCharsets.UTF_8);
    System.setProperty("cassandra.config", settings.toUri().toString());
    System.setProperty("cassandra.storagedir", child.directory().toString());
    System.setProperty("cassandra.skip_wait_for_gossip_to_settle", "0");
    System.setProperty("cassandra.ring_delay_ms", "100");
    // Without it, Cassandra closes standard error, which is its log here.
    System.setProperty("cassandra-foreground", "yes");
    CassandraDaemon.main(new String[0]);
    query(child.port());
    child.ready();
  }

  private static String settings(ChildServer child) {
    Path data = child.directory().resolve("data");
    int storagePort = child.freePort();
    return String.join(
        "\n",
        "# Overwritten at every start.",
        "cluster_name: anabranch",
        "num_tokens: 1",
        "auto_bootstrap: false",
        "partitioner: org.apache.cassandra.dht.Murmur3Partitioner",
        "endpoint_snitch: SimpleSnitch",
        "seed_provider:",
        "  - class_name: org.apache.cassandra.locator.SimpleSeedProvider",
        "    parameters:",
        "      - seeds: '" + HOST + ":" + storagePort + "'",
        "listen_address: " + HOST,
        "rpc_address: " + HOST,
        "storage_port: " + storagePort,
        "start_native_transport: true",
        "native_transport_port: " + child.port(),
        "data_file_directories: ['" + data.resolve("tables") + "']",
        "commitlog_directory: '" + data.resolve("commitlog") + "'",
        "saved_caches_directory: '" + data.resolve("caches") + "'",
        "hints_directory: '" + data.resolve("hints") + "'",
        "cdc_raw_directory: '" + data.resolve("cdc") + "'",
        "# The default, periodic, acknowledges writes that are lost when the process is killed.",
        "commitlog_sync: batch",
        "commitlog_segment_size: 16MiB",
        "commitlog_total_space: 256MiB",
        "memtable_heap_space: 64MiB",
        "memtable_offheap_space: 64MiB",
        "key_cache_size: 16MiB",
        "file_cache_size: 32MiB",
        "networking_cache_size: 32MiB",
        "concurrent_reads: 16",
        "concurrent_writes: 32",
        "concurrent_compactors: 1",
        "compaction_throughput: 32MiB/s",
        "disk_optimization_strategy: ssd",
        "auto_snapshot: false",
        "# Long, because the layers share a few cores with Cassandra.",
        "read_request_timeout: 20s",
        "range_request_timeout: 20s",
        "write_request_timeout: 20s",
        "counter_write_request_timeout: 20s",
        "cas_contention_timeout: 20s",
        "truncate_request_timeout: 60s",
        "request_timeout: 20s",
        "");
  }

  private static void query(int port) throws IOException {
    try (SimpleClient client = SimpleClient.builder(HOST, port).build().connect(false)) {
      ResultMessage answer =
          client.execute("SELECT release_version FROM system.local", ConsistencyLevel.ONE);
      if (!(answer instanceof ResultMessage.Rows rows) || rows.result.isEmpty()) {
        throw new IOException("the first query returned no row: " + answer);
      }
    }
  }
}
