/**
 * Figures of whole runs. Benchmarks of parts are beside the tests: see {@code docs/benchmarks.md}.
 */
@NullMarked
package io.anabranch.apps.standalone.bench;

import org.jspecify.annotations.NullMarked;
