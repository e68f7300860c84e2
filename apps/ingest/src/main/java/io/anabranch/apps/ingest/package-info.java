/** Producers: the sources of records and the process that sends what they have. */
@NullMarked
package io.anabranch.apps.ingest;

import org.jspecify.annotations.NullMarked;
