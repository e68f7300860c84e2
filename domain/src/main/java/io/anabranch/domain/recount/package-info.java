/**
 * Counting one event after the other, with nothing of the fold: no slices, no table of rows, no
 * merging. What answers are compared with.
 */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.recount;
