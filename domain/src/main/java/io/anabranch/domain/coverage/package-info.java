/** Coverage, the only pointer: segments, chains, lanes, cuts, floors, losses and their changes. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.coverage;
