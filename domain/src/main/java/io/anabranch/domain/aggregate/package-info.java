/**
 * Mergeable states that are exact to the last bit, each with input preparation and presentation.
 */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.aggregate;
