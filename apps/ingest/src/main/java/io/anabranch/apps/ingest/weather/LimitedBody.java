package io.anabranch.apps.ingest.weather;

import io.vavr.control.Option;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** A response body of limited length. A longer one is an error; the rest is not read. */
final class LimitedBody implements BodySubscriber<byte[]> {

  private final BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
  private volatile Option<Flow.Subscription> source = Option.none();
  private final int limit;
  private long read;

  private LimitedBody(int limit) {
    this.limit = limit;
  }

  static BodyHandler<byte[]> bytes(int limit) {
    return head -> new LimitedBody(limit);
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return bytes.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    source = Option.some(subscription);
    bytes.onSubscribe(subscription);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (read > limit) {
      return; // received before the cancellation took effect
    }
    read += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    if (read > limit) {
      source.forEach(Flow.Subscription::cancel);
      bytes.onError(new IOException("the reply is longer than " + limit + " bytes"));
    } else {
      bytes.onNext(buffers);
    }
  }

  @Override
  public void onError(Throwable failure) {
    bytes.onError(failure);
  }

  @Override
  public void onComplete() {
    bytes.onComplete();
  }
}
