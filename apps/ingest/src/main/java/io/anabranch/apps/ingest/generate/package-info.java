/** Generators of realistic input for each workload, reproducible from a seed. */
@NullMarked
package io.anabranch.apps.ingest.generate;

import org.jspecify.annotations.NullMarked;
