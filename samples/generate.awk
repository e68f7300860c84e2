# Writes the samples of this directory, always the same bytes. Usage: LC_ALL=C awk -v what=purchases -f samples/generate.awk
# The random number generator is Park-Miller; its products fit exactly into the doubles of every awk.

function random(n) { seed = (seed * 16807) % 2147483647; return seed % n }

function purchase(order, line) {
  line = sprintf("{\"order\":\"o-%03d\",\"item\":\"%s\",\"customer_id\":%d,\"healthy_food\":\"%s\",\"price\":%s", \
    order, item[i], 100 + random(40), label[i], price[i])
  line = line sprintf(",\"snack_automat_id\":\"SNACK--%d\",\"timestamp\":\"2024-08-01 %02d:%02d:%02d\"", \
    1 + random(4), minute >= 0 ? 9 + int(minute / 60) : 8, (minute + 60) % 60, random(60))
  # One unit if "ones" is missing; returns have a negative number.
  units = random(10)
  return line (units == 0 ? ",\"ones\":-1}" : units < 4 ? sprintf(",\"ones\":%d}", units) : "}")
}

function purchases(order) {
  split("apple banana chips chocolate water", item)
  split("healthy healthy not_healthy not_healthy healthy", label)
  # Multiples of 0.25, so that sums of doubles are exact.
  split("1 0.75 1.5 2.25 1", price)
  for (order = 1; order <= 300; order++) {
    i = 1 + random(5)
    # Every 25th purchase is an hour late.
    minute = int(order * 0.6) - (order % 25 == 0 ? 60 : 0)
    line = purchase(order)
    print line
    # Retries of a producer, and messages that are rejected.
    if (order % 60 == 0) print line
    if (order == 111) print substr(line, 1, 40)
    if (order % 140 == 0) { sub(/"price":[0-9.]+/, "\"price\":\"1.50\"", line); print line }
  }
}

# Readings around the hour that is skipped in Madrid: 2024-03-31T01:00Z is 03:00 local time.
function metrics(second, n) {
  split("worker01 worker02 edge01", node)
  for (second = 1711845000; second < 1711848600; second += 120)
    for (n = 1; n <= 3; n++) { load(second, node[n], n); cpu(second, node[n], n) }
}

function load(second, host, n, value, kind, k, parts) {
  split("shortterm midterm longterm", kind)
  for (k = 1; k <= 3; k++)
    parts = parts sprintf("%s.load.load.%s %d.%02d %d\\r\\n", host, kind[k], random(4), random(100), second)
  record(second, n % 2, parts)
}

function cpu(second, host, n) {
  record(second, n % 2, sprintf("[{\\\"values\\\":[%d.%d],\\\"dstypes\\\":[\\\"gauge\\\"],\\\"dsnames\\\":[\\\"value\\\"]," \
    "\\\"time\\\":%d.%03d,\\\"interval\\\":120.000,\\\"host\\\":\\\"%s\\\",\\\"plugin\\\":\\\"cpu\\\",\\\"plugin_instance\\\":\\\"0\\\"," \
    "\\\"type\\\":\\\"percent\\\",\\\"type_instance\\\":\\\"idle\\\"}]", random(100), random(10), second, random(1000), host))
}

function record(second, partition, value) {
  printf "{\"topic\":\"collectd\",\"partition\":%d,\"offset\":%d,\"timestamp\":%d000,\"key\":null,\"value\":\"%s\"}\n", \
    partition, next_offset[partition]++, second, value
}

BEGIN {
  seed = 20240801
  if (what == "purchases") purchases()
  else if (what == "collectd") metrics()
  else { print "usage: -v what=purchases or -v what=collectd" > "/dev/stderr"; exit 2 }
}
