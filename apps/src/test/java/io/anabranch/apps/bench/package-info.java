/** Benchmarks: see {@code docs/benchmarks.md}. They are run by hand, never by the build. */
@NullMarked
package io.anabranch.apps.bench;

import org.jspecify.annotations.NullMarked;
