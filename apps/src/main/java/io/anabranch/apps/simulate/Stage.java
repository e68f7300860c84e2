package io.anabranch.apps.simulate;

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
final class Stage implements AutoCloseable {

  /** Somebody with a thread of its own. */
  interface Part {

    /** When it starts. */
    long entrance();

    /** All that it does; it throws nothing. */
    void perform();
  }

  private static final class Role {
    private final Part part;
    private @Nullable Player player;

    Role(Part part) {
      this.part = part;
    }
  }

  /** What is due at a time: somebody's turn, or something that happens by itself. */
  private record Due(long time, long order, @Nullable Role role, Runnable event)
      implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return time != other.time ? Long.compare(time, other.time) : Long.compare(order, other.order);
    }
  }

  private final class Player implements Runnable {
    private final Thread thread;
    private @Nullable Role role;

    Player(String name) {
      this.thread = new Thread(this, name);
      thread.setDaemon(true);
    }

    @Override
    public void run() {
      awaitTurn();
      while (role != null) {
        role.part.perform();
        role = null;
        idle.push(this);
        handTo(next());
        awaitTurn();
      }
    }
  }

  private final String name;
  private final Thread director = Thread.currentThread();
  private final List<Player> players = new ArrayList<>();
  private final Deque<Player> idle = new ArrayDeque<>();
  private final PriorityQueue<Due> agenda = new PriorityQueue<>();
  private volatile Thread onStage = director;
  private @Nullable Role current;
  private long now;
  private long order;

  /** A stage that the calling thread directs. */
  Stage(String name) {
    this.name = name;
  }

  long now() {
    return now;
  }

  /** Lets all perform from time 0 until nobody has anything left to do. */
  void play(List<? extends Part> parts) {
    now = 0;
    order = 0;
    for (Part part : parts) {
      agenda.add(new Due(part.entrance(), order++, new Role(part), () -> {}));
    }
    Thread first = next();
    if (first != director) {
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
    Role me = current;
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
      Role role = due.role();
      if (role == null) {
        due.event().run();
      } else {
        current = role;
        return playerOf(role).thread;
      }
    }
    current = null;
    return director;
  }

  private Player playerOf(Role role) {
    Player player = role.player;
    if (player == null) {
      player = idle.isEmpty() ? hire() : idle.pop();
      player.role = role;
      role.player = player;
    }
    return player;
  }

  private Player hire() {
    Player player = new Player(name + "-" + players.size());
    players.add(player);
    player.thread.start();
    return player;
  }

  private void handTo(Thread to) {
    onStage = to;
    LockSupport.unpark(to);
  }

  private void awaitTurn() {
    while (onStage != Thread.currentThread()) {
      LockSupport.park(this);
    }
  }

  /** Ends the threads; nobody performs. */
  @Override
  public void close() {
    for (Player player : players) {
      player.role = null;
      onStage = player.thread;
      LockSupport.unpark(player.thread);
      try {
        player.thread.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
