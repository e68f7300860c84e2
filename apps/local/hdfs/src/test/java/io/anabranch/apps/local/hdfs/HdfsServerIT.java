package io.anabranch.apps.local.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.apps.local.LocalServer;
import io.anabranch.apps.local.ServerKind;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class HdfsServerIT {

  private static final byte[] BYTES = new byte[100_000];

  @TempDir java.nio.file.Path directory;

  @Test
  void keepsWhatItHasAcknowledgedWhenItIsKilled() throws IOException {
    try (LocalServer server = LocalServer.start(ServerKind.HDFS, directory)) {
      Path file = new Path("/kept/file");
      try (FileSystem files = client(server)) {
        Path temporary = new Path("/kept/temporary");
        try (FSDataOutputStream out = files.create(temporary)) {
          BYTES[BYTES.length - 1] = 1;
          out.write(BYTES);
          out.hsync();
        }
        assertThat(files.rename(temporary, file)).isTrue();
      }

      server.kill();
      server.restart();

      try (FileSystem files = client(server)) {
        assertThat(files.getFileStatus(file).getLen()).isEqualTo(BYTES.length);
        byte[] read = new byte[BYTES.length];
        try (FSDataInputStream in = files.open(file)) {
          in.readFully(0, read);
        }
        assertThat(read).isEqualTo(BYTES);
        assertThat(files.exists(new Path("/kept/temporary"))).isFalse();
        assertThat(files.listStatus(new Path("/"))).hasSize(1);
      }
    }
  }

  private static FileSystem client(LocalServer server) throws IOException {
    return FileSystem.newInstance(
        URI.create("hdfs://127.0.0.1:" + server.address().getPort()), new Configuration());
  }
}
