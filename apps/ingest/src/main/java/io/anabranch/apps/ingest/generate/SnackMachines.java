package io.anabranch.apps.ingest.generate;

import io.anabranch.domain.vending.VendingWorkload;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Snack machines: a few busy ones, many quiet ones, one that is hardly used, one that is out of
 * order every other half day, and one that is installed later.
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

  /** The only machine in the last partition. */
  private static final int RARELY_USED = MACHINES;

  private static final int OUT_OF_ORDER = 3;
  private static final int NEW = MACHINES + 1;
  private static final int CUSTOMERS = 2000;
  private static final long HALF_DAY = 12 * 3600;
  private static final long UNTIL_NEW = 2 * 3600;

  private final Randomness random;
  private long first = Long.MAX_VALUE;
  private long orders;

  SnackMachines(Randomness random) {
    this.random = random;
  }

  @Override
  public SortedMap<String, Integer> topics() {
    return new TreeMap<>(Map.of(VendingWorkload.TOPIC, PARTITIONS));
  }

  @Override
  public Message event(long now, long second) {
    first = Math.min(first, now);
    int machine = machine(now);
    Snack snack = SNACKS.get(random.below(SNACKS.size()));
    StringBuilder json = new StringBuilder(200);
    json.append("{\"item\":\"").append(snack.name());
    json.append("\",\"customer_id\":").append(100 + random.skewedBelow(CUSTOMERS));
    json.append(",\"healthy_food\":\"").append(snack.label());
    json.append("\",\"price\":").append(price(snack.price()));
    json.append(",\"snack_automat_id\":\"SNACK--").append(machine);
    json.append("\",\"timestamp\":\"").append(JsonTemplates.time(second)).append('"');
    if (random.happens(0.8)) {
      json.append(",\"ones\":").append(units());
    }
    json.append(",\"order\":\"o-").append(++orders).append("\"}");
    int partition = machine == RARELY_USED ? PARTITIONS - 1 : machine % (PARTITIONS - 1);
    return new Message(VendingWorkload.TOPIC, partition, "SNACK--" + machine, json.toString());
  }

  private int machine(long now) {
    if (random.happens(0.002)) {
      return RARELY_USED;
    }
    int machine = 1 + random.skewedBelow(now - first < UNTIL_NEW ? MACHINES - 1 : NEW);
    boolean isBroken = machine == OUT_OF_ORDER && now / HALF_DAY % 2 == 0;
    return isBroken || machine == RARELY_USED ? 1 : machine;
  }

  private int units() {
    if (random.happens(0.01)) {
      return -1; // a return
    }
    return 1 + random.skewedBelow(4);
  }

  private static String price(double price) {
    return price == Math.rint(price) ? Long.toString((long) price) : JsonTemplates.cents(price);
  }
}
