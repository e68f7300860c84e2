/** The one pointer: segments, chains, lanes, cuts, floors, and how they may change. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.coverage;
