/** Producers: sources of records, and the process that sends them. */
@NullMarked
package io.anabranch.apps.ingest;

import org.jspecify.annotations.NullMarked;
