package io.anabranch.ports;

import io.anabranch.domain.view.RowKey;

/**
 * A row of a segment.
 *
 * @param view the name of the stored view
 * @param state as the {@link StateCodec} wrote it
 */
public record SegmentRow(String view, RowKey key, StateBytes state) {}
