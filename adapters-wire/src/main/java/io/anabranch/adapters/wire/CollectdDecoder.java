package io.anabranch.adapters.wire;

import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.metrics.Reading;

/**
 * Decodes what collectd's write_kafka writes, in both its formats: Graphite lines, one event each,
 * or an array of value lists, one event a value. A record whose first character that is no white
 * space is a bracket is an array.
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

  /** A decoder with a bound in bytes; a record above it is one rejected event. */
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
