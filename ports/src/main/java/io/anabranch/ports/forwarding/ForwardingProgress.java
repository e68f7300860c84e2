package io.anabranch.ports.forwarding;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.ports.Progress;
import io.anabranch.ports.StoreFailure;

/**
 * Passes every call on to another progress. A single partition is advanced as a vector of one, so
 * that a subclass has only that method to override.
 */
public abstract class ForwardingProgress implements Progress {

  private final Progress progress;

  /** A progress that passes on to another what a subclass does not override. */
  protected ForwardingProgress(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void advance(DefinitionNumber definition, OffsetVector to) throws StoreFailure {
    progress.advance(definition, to);
  }

  @Override
  public OffsetVector read(DefinitionNumber definition) throws StoreFailure {
    return progress.read(definition);
  }

  @Override
  public void drop(DefinitionNumber definition) throws StoreFailure {
    progress.drop(definition);
  }
}
