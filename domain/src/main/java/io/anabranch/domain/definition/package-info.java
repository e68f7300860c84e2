/** A workload's parameters under a number that is never used twice. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.definition;
