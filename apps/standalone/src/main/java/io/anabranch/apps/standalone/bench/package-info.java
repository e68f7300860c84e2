/**
 * Measurements of whole runs. For benchmarks of single components see {@code docs/benchmarks.md}.
 */
@NullMarked
package io.anabranch.apps.standalone.bench;

import org.jspecify.annotations.NullMarked;
