/** Recordings: files of messages, read and fed into a log. */
@NullMarked
package io.anabranch.apps.ingest.recorded;

import org.jspecify.annotations.NullMarked;
