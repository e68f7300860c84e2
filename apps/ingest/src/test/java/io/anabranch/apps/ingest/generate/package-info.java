/** Tests that generated input is realistic and reproducible from its seed. */
@NullMarked
package io.anabranch.apps.ingest.generate;

import org.jspecify.annotations.NullMarked;
