package io.anabranch.apps.ingest.generate;

import io.anabranch.domain.metrics.MetricsWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The nodes of a cluster as reported by collectd, in both of its formats. One node joins later, and
 * is assigned to a group later still. An edge node reports rarely, to its own partition. Nodes
 * change groups, and the hours of the shifts change every two days.
 */
final class Cluster implements DataModel {

  private static final int WORKERS = 8;
  private static final int PARTITIONS = 3;
  private static final String EDGE = "edge01";
  private static final double EDGE_SHARE = 0.004;

  private static final long UNTIL_JOINING = 3 * 3600;
  private static final long UNTIL_ASSIGNED = 4 * 3600;
  private static final long UNTIL_MOVING = 2 * 3600;
  private static final long UNTIL_HOURS_CHANGE = 5 * 3600;
  private static final long MOVE_INTERVAL = 6 * 3600;
  private static final long HOURS_INTERVAL = 2 * 86_400;

  private static final List<String> DAYS =
      List.of("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo");

  private final Randomness random;
  private long first = Long.MAX_VALUE;
  private long nextMove = Long.MAX_VALUE;
  private long nextHours = Long.MAX_VALUE;
  private boolean isAssigned;
  private boolean isSummer;

  Cluster(Randomness random) {
    this.random = random;
  }

  @Override
  public SortedMap<String, Integer> topics() {
    SortedMap<String, Integer> topics = new TreeMap<>();
    topics.put(MetricsWorkload.TOPIC, PARTITIONS);
    topics.put(MetricsWorkload.REFERENCE_TOPIC, 1);
    return topics;
  }

  @Override
  public Message event(long now, long second) {
    int worker = 1 + random.below(now - first < UNTIL_JOINING ? WORKERS : WORKERS + 1);
    boolean isEdge = random.happens(EDGE_SHARE);
    String node = isEdge ? EDGE : name(worker);
    double load = load(worker, second);
    String text =
        switch (random.below(6)) {
          case 0 -> loadLines(node, load, second);
          case 1 -> trafficLines(node, load, second);
          case 2 -> cpuLine(node, load, second);
          case 3 -> loadLists(node, load, second);
          case 4 -> memoryLists(node, load, second);
          default -> cpuLists(node, load, second);
        };
    int partition = isEdge ? PARTITIONS - 1 : worker % (PARTITIONS - 1);
    return new Message(MetricsWorkload.TOPIC, partition, node, text);
  }

  private static String name(int worker) {
    return "worker0" + worker;
  }

  private double load(int worker, long second) {
    double ofDay = second % 86_400 / 86_400.0;
    double busy = 1.2 - Math.cos(ofDay * 2 * Math.PI) * 0.8;
    return Math.max(0, busy * (0.5 + worker * 0.15) + random.noise() * 0.4);
  }

  private static String line(String node, String indicator, double value, long second) {
    return node + '.' + indicator + ' ' + JsonTemplates.cents(value) + ' ' + second + "\r\n";
  }

  private static String loadLines(String node, double load, long second) {
    return line(node, "load.load.shortterm", load, second)
        + line(node, "load.load.midterm", load * 0.9, second)
        + line(node, "load.load.longterm", load * 0.7 + 0.1, second);
  }

  private static String trafficLines(String node, double load, long second) {
    return line(node, "interface-eth0.if_octets.rx", load * 81_000, second)
        + line(node, "interface-eth0.if_octets.tx", load * 23_000, second);
  }

  private String cpuLine(String node, double load, long second) {
    double idle = Math.max(0, 100 - load * 25);
    return line(node, "cpu-" + random.below(4) + ".cpu-idle", idle, second);
  }

  private String list(
      String node,
      String values,
      String sources,
      String names,
      long second,
      String plugin,
      String pluginInstance,
      String type,
      String typeInstance) {
    return "{\"values\":["
        + values
        + "],\"dstypes\":["
        + sources
        + "],\"dsnames\":["
        + names
        + "],\"time\":"
        + second
        + '.'
        + (100 + random.below(900))
        + ",\"interval\":10.000,\"host\":\""
        + node
        + ".cluster.example.org\",\"plugin\":\""
        + plugin
        + "\",\"plugin_instance\":\""
        + pluginInstance
        + "\",\"type\":\""
        + type
        + "\",\"type_instance\":\""
        + typeInstance
        + "\"}";
  }

  private String loadLists(String node, double load, long second) {
    // A node that has just started has no 15-minute average yet.
    String longterm = random.happens(0.02) ? "null" : JsonTemplates.cents(load * 0.7 + 0.1);
    String values =
        JsonTemplates.cents(load) + ',' + JsonTemplates.cents(load * 0.9) + ',' + longterm;
    String gauges = "\"gauge\",\"gauge\",\"gauge\"";
    String names = "\"shortterm\",\"midterm\",\"longterm\"";
    return '[' + list(node, values, gauges, names, second, "load", "", "load", "") + ']';
  }

  private String memoryLists(String node, double load, long second) {
    double used = 2e9 + load * 1.5e9;
    return '['
        + list(node, cents(used), GAUGE, VALUE, second, "memory", "", "memory", "used")
        + ','
        + list(node, cents(16e9 - used), GAUGE, VALUE, second, "memory", "", "memory", "free")
        + ']';
  }

  private String cpuLists(String node, double load, long second) {
    String core = Integer.toString(random.below(4));
    String user = cents(Math.min(90, load * 20));
    return '[' + list(node, user, GAUGE, VALUE, second, "cpu", core, "percent", "user") + ']';
  }

  private static final String GAUGE = "\"gauge\"";
  private static final String VALUE = "\"value\"";

  private static String cents(double value) {
    return JsonTemplates.cents(value);
  }

  // The reference log

  @Override
  public List<Message> reference(long now) {
    List<Message> messages = new ArrayList<>();
    if (first == Long.MAX_VALUE) {
      first = now;
      nextMove = now + UNTIL_MOVING;
      nextHours = now + UNTIL_HOURS_CHANGE;
      messages.add(reference("grupos", allGroups()));
      messages.add(reference("turnos", shifts(6, 14, 22)));
    }
    if (!isAssigned && now - first >= UNTIL_ASSIGNED) {
      isAssigned = true;
      messages.add(reference(name(WORKERS + 1), group(name(WORKERS + 1), "calculo")));
    }
    if (now >= nextMove) {
      nextMove += MOVE_INTERVAL;
      String node = name(1 + random.below(WORKERS));
      messages.add(
          reference(node, group(node, random.oneOf(List.of("calculo", "datos", "pruebas")))));
      if (random.happens(0.3)) {
        // A mistake of a user: the group is missing.
        messages.add(reference(node, "{\"servidor_nombre\":\"" + node + "\"}"));
      }
    }
    if (now >= nextHours) {
      nextHours += HOURS_INTERVAL;
      isSummer = !isSummer;
      messages.add(reference("turnos", isSummer ? shifts(7, 15, 23) : shifts(6, 14, 22)));
    }
    return messages;
  }

  private static Message reference(String key, String text) {
    return new Message(MetricsWorkload.REFERENCE_TOPIC, 0, key, text);
  }

  private static String group(String node, String group) {
    return "{\"servidor_nombre\":\"" + node + "\",\"servidor_grupo\":\"" + group + "\"}";
  }

  /** Groups of all nodes except the new one. */
  private static String allGroups() {
    StringBuilder text = new StringBuilder(group(EDGE, "borde"));
    for (int worker = 1; worker <= WORKERS; worker++) {
      text.append(' ').append(group(name(worker), worker <= WORKERS / 2 ? "calculo" : "datos"));
    }
    return text.toString();
  }

  /** Three shifts a day; each has its own name and span of the week. */
  private static String shifts(int morning, int afternoon, int night) {
    StringBuilder text = new StringBuilder();
    for (int day = 0; day < DAYS.size(); day++) {
      String today = DAYS.get(day);
      String tomorrow = DAYS.get((day + 1) % DAYS.size());
      text.append(shift("mañana ", today, today, morning, afternoon));
      text.append(' ').append(shift("tarde ", today, today, afternoon, night));
      text.append(' ').append(shift("noche ", today, tomorrow, night, morning)).append(' ');
    }
    return text.toString();
  }

  private static String shift(String name, String day, String endDay, int from, int to) {
    return "{\"nombre\":\""
        + name
        + day
        + "\",\"dia_inicio\":\""
        + day
        + "\",\"dia_fin\":\""
        + endDay
        + "\",\"hora_inicio\":\""
        + (from < 10 ? "0" : "")
        + from
        + ":00\",\"hora_fin\":\""
        + (to < 10 ? "0" : "")
        + to
        + ":00\"}";
  }
}
