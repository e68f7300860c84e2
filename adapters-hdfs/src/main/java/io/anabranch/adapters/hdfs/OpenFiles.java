package io.anabranch.adapters.hdfs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.anabranch.domain.log.RecordBatch;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The files that were read last, kept open for readers that continue. */
final class OpenFiles implements AutoCloseable {

  private static final int MAX_IDLE = 8;

  private final HdfsFiles files;

  @GuardedBy("this")
  private final Deque<RecordFile> idle = new ArrayDeque<>();

  OpenFiles(HdfsFiles files) {
    this.files = files;
  }

  RecordBatch read(StoredEntry entry, long from, int maxRecords) throws IOException {
    RecordFile file = take(entry, from);
    RecordBatch batch;
    try {
      batch = file.read(from, maxRecords);
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
    if (batch.next() < entry.next()) {
      release(file);
    } else {
      file.close(); // a reader that continues reads the next file
    }
    return batch;
  }

  /** Takes a file for exclusive use. */
  private RecordFile take(StoredEntry entry, long from) throws IOException {
    synchronized (this) {
      for (Iterator<RecordFile> each = idle.iterator(); each.hasNext(); ) {
        RecordFile file = each.next();
        if (file.entry().equals(entry) && file.isAt(from)) {
          each.remove();
          return file;
        }
      }
    }
    return RecordFile.open(files, entry);
  }

  private void release(RecordFile file) {
    synchronized (this) {
      idle.addLast(file);
      if (idle.size() <= MAX_IDLE) {
        return;
      }
      file = idle.removeFirst();
    }
    file.close();
  }

  @Override
  public synchronized void close() {
    idle.forEach(RecordFile::close);
    idle.clear();
  }
}
