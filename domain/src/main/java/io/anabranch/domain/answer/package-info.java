/** Merging of batch and speed: the frontier of an answer, merged rows, provenance. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.answer;
