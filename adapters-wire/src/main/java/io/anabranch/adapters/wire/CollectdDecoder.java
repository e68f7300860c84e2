package io.anabranch.adapters.wire;

import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.metrics.Reading;

/**
 * Decodes both formats of collectd's write_kafka plugin: Graphite lines, with an event per line,
 * and arrays of value lists, with an event per value. A record is an array if its first non-blank
 * character is a bracket.
 *
 * @see <a
 *     href="https://www.collectd.org/documentation/manpages/collectd.conf.html">collectd.conf</a>
 */
public final class CollectdDecoder implements EventDecoder<Reading> {

  private final int largestRecord;
  private final FastCollectd fast = new FastCollectd();

  private CollectdDecoder(int largestRecord) {
    this.largestRecord = largestRecord;
  }

  public static EventDecoder<Reading> create() {
    return create(DecoderSettings.LARGEST_RECORD);
  }

  /** A decoder with a limit in bytes; a larger record is one rejected event. */
  public static EventDecoder<Reading> create(int largestRecord) {
    return new CollectdDecoder(largestRecord);
  }

  @Override
  public void decode(
      String topic, byte[] bytes, int start, int length, EventSink<? super Reading> sink) {
    if (length > largestRecord) {
      sink.reject(new Rejection.TooLarge(length, largestRecord));
    } else if (!fast.decode(bytes, start, length, sink)) {
      StrictCollectd.decode(bytes, start, length, sink);
    }
  }
}
