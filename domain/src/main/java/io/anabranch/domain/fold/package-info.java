/** Folds of a range of one partition: the only code that folds, used by batch, speed and kappa. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.fold;
