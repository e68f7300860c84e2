/** Recordings: files of messages, read and written to a log. */
@NullMarked
package io.anabranch.apps.ingest.recorded;

import org.jspecify.annotations.NullMarked;
