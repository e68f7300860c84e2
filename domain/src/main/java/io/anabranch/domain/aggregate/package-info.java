/** Mergeable states that are exact to the last bit, each with a face on either side. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.aggregate;
