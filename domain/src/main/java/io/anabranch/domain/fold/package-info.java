/**
 * The fold of a range of one partition: the one piece of code that batch, speed and kappa share.
 */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.fold;
