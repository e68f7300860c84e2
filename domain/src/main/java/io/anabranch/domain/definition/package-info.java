/** Definitions: the parameters of a workload under a number that is never reused. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.definition;
