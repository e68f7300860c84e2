package io.anabranch.apps.cli;

import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.serving.LabelsAt;
import java.util.function.Supplier;

/**
 * A workload that can be asked.
 *
 * @param labels those of now, asked for at each answer
 */
record OpenedWorkload(Layers layers, Supplier<LabelsAt> labels) {}
