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

/** A body of so many bytes at most: a longer one is an error, and its rest is not read. */
final class AtMost implements BodySubscriber<byte[]> {

  private final BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
  private volatile Option<Flow.Subscription> source = Option.none();
  private final int most;
  private long read;

  private AtMost(int most) {
    this.most = most;
  }

  static BodyHandler<byte[]> bytes(int most) {
    return head -> new AtMost(most);
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
    if (read > most) {
      return; // What was under way when it was told to end.
    }
    read += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    if (read > most) {
      source.forEach(Flow.Subscription::cancel);
      bytes.onError(new IOException("its reply is longer than " + most + " bytes"));
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
