package io.anabranch.apps.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time, and threads of which one runs at a time. Whoever runs goes on until it {@linkplain
 * #pause pauses}; then whoever wakes first is next, by time and then in the order in which they
 * paused. So the order of everything follows from who pauses when and for how long, and from
 * nothing that the machine does.
 *
 * <p>Its threads are kept from one play to the next.
 */
final class VirtualTimeScheduler implements AutoCloseable {

  /** Somebody with a thread of its own. */
  interface Task {

    /** When it starts. */
    long startTime();

    /** All that it does; it throws nothing. */
    void run();
  }

  private static final class ScheduledTask {
    private final Task part;
    private @Nullable TaskThread taskThread;

    ScheduledTask(Task part) {
      this.part = part;
    }
  }

  /** What is due at a time: somebody's turn, or something that happens by itself. */
  private record Due(long time, long order, @Nullable ScheduledTask scheduled, Runnable event)
      implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return time != other.time ? Long.compare(time, other.time) : Long.compare(order, other.order);
    }
  }

  private final class TaskThread implements Runnable {
    private final Thread thread;
    private @Nullable ScheduledTask scheduled;

    TaskThread(String name) {
      this.thread = new Thread(this, name);
      thread.setDaemon(true);
    }

    @Override
    public void run() {
      awaitTurn();
      while (scheduled != null) {
        scheduled.part.run();
        scheduled = null;
        idle.push(this);
        handTo(next());
        awaitTurn();
      }
    }
  }

  private final String name;
  private final Thread controller = Thread.currentThread();
  private final List<TaskThread> taskThreads = new ArrayList<>();
  private final Deque<TaskThread> idle = new ArrayDeque<>();
  private final PriorityQueue<Due> agenda = new PriorityQueue<>();
  private volatile Thread running = controller;
  private @Nullable ScheduledTask current;
  private long now;
  private long order;

  /** A stage that the calling thread directs. */
  VirtualTimeScheduler(String name) {
    this.name = name;
  }

  long now() {
    return now;
  }

  /** Lets all perform from time 0 until nobody has anything left to do. */
  void play(List<? extends Task> parts) {
    now = 0;
    order = 0;
    for (Task part : parts) {
      agenda.add(new Due(part.startTime(), order++, new ScheduledTask(part), () -> {}));
    }
    Thread first = next();
    if (first != controller) {
      handTo(first);
      awaitTurn();
    }
  }

  /** Lets others go on for a while; called by who performs. */
  void pause(long ticks) {
    long wake = now + ticks;
    Due head = agenda.peek();
    if (head == null || head.time() > wake) {
      now = wake;
      return;
    }
    ScheduledTask me = current;
    agenda.add(new Due(wake, order++, me, () -> {}));
    Thread to = next();
    if (to != Thread.currentThread()) {
      handTo(to);
      awaitTurn();
    }
  }

  /** Lets something happen by itself in a while. */
  void later(long ticks, Runnable event) {
    agenda.add(new Due(now + ticks, order++, null, event));
  }

  /** Lets happen what is due before the next turn; the thread whose turn it is. */
  private Thread next() {
    for (Due due = agenda.poll(); due != null; due = agenda.poll()) {
      now = Math.max(now, due.time());
      ScheduledTask scheduled = due.scheduled();
      if (scheduled == null) {
        due.event().run();
      } else {
        current = scheduled;
        return threadOf(scheduled).thread;
      }
    }
    current = null;
    return controller;
  }

  private TaskThread threadOf(ScheduledTask scheduled) {
    TaskThread taskThread = scheduled.taskThread;
    if (taskThread == null) {
      taskThread = idle.isEmpty() ? hire() : idle.pop();
      taskThread.scheduled = scheduled;
      scheduled.taskThread = taskThread;
    }
    return taskThread;
  }

  private TaskThread hire() {
    TaskThread taskThread = new TaskThread(name + "-" + taskThreads.size());
    taskThreads.add(taskThread);
    taskThread.thread.start();
    return taskThread;
  }

  private void handTo(Thread to) {
    running = to;
    LockSupport.unpark(to);
  }

  private void awaitTurn() {
    while (running != Thread.currentThread()) {
      LockSupport.park(this);
    }
  }

  /** Ends the threads; nobody performs. */
  @Override
  public void close() {
    for (TaskThread taskThread : taskThreads) {
      taskThread.scheduled = null;
      running = taskThread.thread;
      LockSupport.unpark(taskThread.thread);
      try {
        taskThread.thread.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
