/** The HTTP API of running workloads, their metrics and health, and the page that shows them. */
@NullMarked
package io.anabranch.apps.http;

import org.jspecify.annotations.NullMarked;
