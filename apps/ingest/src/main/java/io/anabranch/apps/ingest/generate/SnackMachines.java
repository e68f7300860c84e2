package io.anabranch.apps.ingest.generate;

import io.anabranch.domain.vending.VendingWorkload;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Snack machines: a few that everybody passes, many that few do, one at a dead end that hardly
 * anybody finds, one that is out of order every other half day, and one that is put up later.
 */
final class SnackMachines implements DataModel {

  private record Snack(String name, String label, double price) {}

  private static final List<Snack> SNACKS =
      List.of(
          new Snack("apple", "healthy", 1),
          new Snack("banana", "healthy", 0.75),
          new Snack("nuts", "healthy", 1.8),
          new Snack("water", "healthy", 1),
          new Snack("yoghurt", "healthy", 1.35),
          new Snack("chips", "not_healthy", 1.5),
          new Snack("chocolate", "not_healthy", 2.25),
          new Snack("cola", "not_healthy", 1.9),
          new Snack("cookie", "not_healthy", 0.99),
          new Snack("gummy bears", "not_healthy", 1.25));

  private static final int MACHINES = 30;
  private static final int PARTITIONS = 3;

  /** Alone in the last partition. */
  private static final int DEAD_END = MACHINES;

  private static final int OUT_OF_ORDER = 3;
  private static final int NEW = MACHINES + 1;
  private static final int CUSTOMERS = 2000;
  private static final long HALF_DAY = 12 * 3600;
  private static final long UNTIL_NEW = 2 * 3600;

  private final Randomness chance;
  private long first = Long.MAX_VALUE;
  private long orders;

  SnackMachines(Randomness chance) {
    this.chance = chance;
  }

  @Override
  public SortedMap<String, Integer> topics() {
    return new TreeMap<>(Map.of(VendingWorkload.TOPIC, PARTITIONS));
  }

  @Override
  public Message happening(long now, long second) {
    first = Math.min(first, now);
    int machine = machine(now);
    Snack snack = SNACKS.get(chance.below(SNACKS.size()));
    StringBuilder json = new StringBuilder(200);
    json.append("{\"item\":\"").append(snack.name());
    json.append("\",\"customer_id\":").append(100 + chance.fewOf(CUSTOMERS));
    json.append(",\"healthy_food\":\"").append(snack.label());
    json.append("\",\"price\":").append(price(snack.price()));
    json.append(",\"snack_automat_id\":\"SNACK--").append(machine);
    json.append("\",\"timestamp\":\"").append(JsonTemplates.time(second)).append('"');
    if (chance.happens(0.8)) {
      json.append(",\"ones\":").append(units());
    }
    json.append(",\"order\":\"o-").append(++orders).append("\"}");
    int partition = machine == DEAD_END ? PARTITIONS - 1 : machine % (PARTITIONS - 1);
    return new Message(VendingWorkload.TOPIC, partition, "SNACK--" + machine, json.toString());
  }

  private int machine(long now) {
    if (chance.happens(0.002)) {
      return DEAD_END;
    }
    int machine = 1 + chance.fewOf(now - first < UNTIL_NEW ? MACHINES - 1 : NEW);
    boolean isBroken = machine == OUT_OF_ORDER && now / HALF_DAY % 2 == 0;
    return isBroken || machine == DEAD_END ? 1 : machine;
  }

  private int units() {
    if (chance.happens(0.01)) {
      return -1; // brought back
    }
    return 1 + chance.fewOf(4);
  }

  private static String price(double price) {
    return price == Math.rint(price) ? Long.toString((long) price) : JsonTemplates.cents(price);
  }
}
