package io.anabranch.apps.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A cooperative scheduler in virtual time: each task has a thread, and one thread runs at a time. A
 * task runs until it {@linkplain #pause pauses}; the next one is the one that wakes first, and
 * among those that wake at the same time the one that paused first. The interleaving follows from
 * the pauses alone, not from the machine.
 *
 * <p>Threads are reused from one schedule to the next.
 */
final class VirtualTimeScheduler implements AutoCloseable {

  /** A task with a thread of its own. */
  interface Task {

    /** When it starts. */
    long startTime();

    /** Runs the task; must not throw. */
    void run();
  }

  private static final class ScheduledTask {
    private final Task task;
    private @Nullable TaskThread thread;

    ScheduledTask(Task task) {
      this.task = task;
    }
  }

  /** A task that wakes, or without a task an action that runs, at a time. */
  private record Event(long time, long order, @Nullable ScheduledTask scheduled, Runnable action)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
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
        scheduled.task.run();
        scheduled = null;
        idle.push(this);
        switchTo(next());
        awaitTurn();
      }
    }
  }

  private final String name;
  private final Thread controller = Thread.currentThread();
  private final List<TaskThread> threads = new ArrayList<>();
  private final Deque<TaskThread> idle = new ArrayDeque<>();
  private final PriorityQueue<Event> queue = new PriorityQueue<>();
  private volatile Thread running = controller;
  private @Nullable ScheduledTask current;
  private long now;
  private long order;

  /** A scheduler that the calling thread controls. */
  VirtualTimeScheduler(String name) {
    this.name = name;
  }

  long now() {
    return now;
  }

  /** Runs tasks from time 0 until all have ended and no event is left. */
  void run(List<? extends Task> tasks) {
    now = 0;
    order = 0;
    for (Task task : tasks) {
      queue.add(new Event(task.startTime(), order++, new ScheduledTask(task), () -> {}));
    }
    Thread first = next();
    if (first != controller) {
      switchTo(first);
      awaitTurn();
    }
  }

  /** Pauses the calling task and lets others run. */
  void pause(long ticks) {
    long wake = now + ticks;
    Event head = queue.peek();
    if (head == null || head.time() > wake) {
      now = wake;
      return;
    }
    queue.add(new Event(wake, order++, current, () -> {}));
    Thread next = next();
    if (next != Thread.currentThread()) {
      switchTo(next);
      awaitTurn();
    }
  }

  /** Runs an action after a delay, between two turns of tasks. */
  void later(long ticks, Runnable action) {
    queue.add(new Event(now + ticks, order++, null, action));
  }

  /** Runs the actions that are due before the next turn; the thread whose turn it is. */
  private Thread next() {
    for (Event event = queue.poll(); event != null; event = queue.poll()) {
      now = Math.max(now, event.time());
      ScheduledTask scheduled = event.scheduled();
      if (scheduled == null) {
        event.action().run();
      } else {
        current = scheduled;
        return threadOf(scheduled).thread;
      }
    }
    current = null;
    return controller;
  }

  private TaskThread threadOf(ScheduledTask scheduled) {
    TaskThread thread = scheduled.thread;
    if (thread == null) {
      thread = idle.isEmpty() ? startThread() : idle.pop();
      thread.scheduled = scheduled;
      scheduled.thread = thread;
    }
    return thread;
  }

  private TaskThread startThread() {
    TaskThread thread = new TaskThread(name + "-" + threads.size());
    threads.add(thread);
    thread.thread.start();
    return thread;
  }

  private void switchTo(Thread next) {
    running = next;
    LockSupport.unpark(next);
  }

  private void awaitTurn() {
    while (running != Thread.currentThread()) {
      LockSupport.park(this);
    }
  }

  /** Ends the threads; no task may be running. */
  @Override
  public void close() {
    for (TaskThread thread : threads) {
      thread.scheduled = null;
      switchTo(thread.thread);
      try {
        thread.thread.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
