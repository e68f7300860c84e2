package io.anabranch.ports.inmemory;

import io.anabranch.domain.aggregate.MalformedStateException;
import io.anabranch.domain.aggregate.StateReader;
import io.anabranch.domain.aggregate.StateWriter;
import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.View;
import io.anabranch.ports.StateBytes;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.StoreFailure;
import java.nio.ByteBuffer;

/**
 * States as bytes that no other process reads: a mark, then eight bytes for each number, and each
 * string of bytes after its length. Nothing about the format is kept from one version to the next,
 * so it is for stores in memory only.
 */
public final class InMemoryStateCodec implements StateCodec {

  private static final byte MARK = 1;

  @Override
  public StateBytes encode(View<?> view, RowState state) {
    Writer writer = new Writer();
    view.write(state, writer);
    return writer.toStateBytes();
  }

  @Override
  public RowState decode(View<?> view, StateBytes bytes) throws StoreFailure.Corrupt {
    try {
      Reader reader = new Reader(ByteBuffer.wrap(bytes.toBytes()));
      RowState state = view.read(reader);
      reader.finish();
      return state;
    } catch (MalformedStateException e) {
      throw new StoreFailure.Corrupt("state of view " + view + ": " + e.getMessage(), e);
    }
  }

  private static final class Writer implements StateWriter {
    private ByteBuffer buffer = ByteBuffer.allocate(64).put(MARK);

    @Override
    public void writeLong(long value) {
      withRoomFor(Long.BYTES).putLong(value);
    }

    @Override
    public void writeFixed(long bits) {
      writeLong(bits);
    }

    @Override
    public void writeDouble(double value) {
      writeLong(Double.doubleToRawLongBits(value));
    }

    @Override
    public void writeBytes(byte[] bytes) {
      writeLong(bytes.length);
      withRoomFor(bytes.length).put(bytes);
    }

    private ByteBuffer withRoomFor(int more) {
      if (buffer.remaining() < more) {
        int needed = Math.addExact(buffer.position(), more);
        buffer = ByteBuffer.allocate(Math.max(needed, 2 * buffer.capacity())).put(buffer.flip());
      }
      return buffer;
    }

    StateBytes toStateBytes() {
      byte[] written = new byte[buffer.position()];
      buffer.flip().get(written);
      return StateBytes.of(written);
    }
  }

  private static final class Reader implements StateReader {
    private final ByteBuffer buffer;

    Reader(ByteBuffer buffer) {
      this.buffer = buffer;
      require(1);
      if (buffer.get() != MARK) {
        throw new MalformedStateException("not written by this codec");
      }
    }

    @Override
    public long readLong() {
      require(Long.BYTES);
      return buffer.getLong();
    }

    @Override
    public long readFixed() {
      return readLong();
    }

    @Override
    public double readDouble() {
      return Double.longBitsToDouble(readLong());
    }

    @Override
    public byte[] readBytes() {
      long length = readLong();
      require(length);
      byte[] bytes = new byte[(int) length];
      buffer.get(bytes);
      return bytes;
    }

    private void require(long length) {
      if (length < 0 || length > buffer.remaining()) {
        throw new MalformedStateException("ends at byte " + buffer.limit());
      }
    }

    void finish() {
      if (buffer.hasRemaining()) {
        throw new MalformedStateException(buffer.remaining() + " bytes left over");
      }
    }
  }
}
