/**
 * The model: a view is a chain of folds of adjacent ranges of a log. Pure Java and vavr: no I/O, no
 * clock, no randomness, no framework.
 */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain;
