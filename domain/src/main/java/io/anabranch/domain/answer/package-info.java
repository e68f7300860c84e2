/** How the channels meet again: the frontier of an answer, merging, and its provenance. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.answer;
