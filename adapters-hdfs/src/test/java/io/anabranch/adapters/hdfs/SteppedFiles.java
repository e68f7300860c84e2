package io.anabranch.adapters.hdfs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.fs.FSDataOutputStream;

/** Files with a callback before each step. */
final class SteppedFiles extends HdfsFiles {

  /** Called before each step. */
  interface Between {
    void step(int number, String what) throws IOException;
  }

  private final Between between;
  private final List<String> steps = Collections.synchronizedList(new ArrayList<>());

  SteppedFiles(HdfsSettings settings, Between between) {
    super(settings);
    this.between = between;
  }

  /** A process that is killed before a step, and does nothing afterwards. */
  static SteppedFiles dyingBefore(int step, HdfsSettings settings) {
    return new SteppedFiles(
        settings,
        (number, what) -> {
          if (number >= step) {
            throw new Killed();
          }
        });
  }

  /** The steps so far. */
  List<String> steps() {
    return List.copyOf(steps);
  }

  private void before(String what) throws IOException {
    int number;
    synchronized (steps) {
      number = steps.size();
      steps.add(what);
    }
    between.step(number, what);
  }

  @Override
  FSDataOutputStream create(String name) throws IOException {
    before("create " + name);
    FSDataOutputStream out = super.create(name);
    before("fill " + name);
    return out;
  }

  @Override
  void rename(String from, String to) throws IOException {
    before("rename " + from + " to " + to);
    super.rename(from, to);
  }

  @Override
  void makeDirectories(String name) throws IOException {
    before("make " + name);
    super.makeDirectories(name);
  }

  @Override
  void makeDirectory(String name) throws IOException {
    before("make " + name);
    super.makeDirectory(name);
  }

  @Override
  void delete(String name) throws IOException {
    before("delete " + name);
    super.delete(name);
  }

  /** Ends a process. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed");
    }
  }
}
