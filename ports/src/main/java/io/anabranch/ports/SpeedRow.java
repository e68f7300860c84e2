package io.anabranch.ports;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.view.RowKey;

/**
 * A speed row: the fold of a slice, for one row of a view, up to a version.
 *
 * @param view the name of the stored view
 * @param slice the number of the slice, by the slice bits of the definition
 * @param version the offset after the last record folded into the row
 * @param state as the {@link StateCodec} wrote it
 */
public record SpeedRow(
    DefinitionNumber definition,
    String view,
    RowKey key,
    Partition partition,
    long slice,
    long version,
    StateBytes state) {}
