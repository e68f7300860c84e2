/** That made-up input looks like life and is the same from the same seed. */
@NullMarked
package io.anabranch.apps.ingest.generate;

import org.jspecify.annotations.NullMarked;
