package io.anabranch.adapters.hdfs;

import io.anabranch.domain.log.RecordBatch;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Files that are kept open for whoever reads on: the few that were read last. */
final class OpenFiles implements AutoCloseable {

  private static final int MOST = 8;

  private final HdfsFiles files;
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
      giveBack(file);
    } else {
      file.close(); // whoever reads on reads the next
    }
    return batch;
  }

  /** Nobody else has what is taken. */
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

  private void giveBack(RecordFile file) {
    synchronized (this) {
      idle.addLast(file);
      if (idle.size() <= MOST) {
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
