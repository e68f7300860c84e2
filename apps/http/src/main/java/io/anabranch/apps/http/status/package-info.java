/** What a running workload shows of itself: rows, status, validation. */
@NullMarked
package io.anabranch.apps.http.status;

import org.jspecify.annotations.NullMarked;
