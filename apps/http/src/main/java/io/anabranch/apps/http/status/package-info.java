/** What a running workload exposes: rows, status and validation. */
@NullMarked
package io.anabranch.apps.http.status;

import org.jspecify.annotations.NullMarked;
