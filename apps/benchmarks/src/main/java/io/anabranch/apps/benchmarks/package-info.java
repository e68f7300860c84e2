/** Benchmarks: JMH of the hot paths, and whole runs. */
@NullMarked
package io.anabranch.apps.benchmarks;

import org.jspecify.annotations.NullMarked;
