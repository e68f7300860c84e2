/** Snack machines: purchases, and what they add up to. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.vending;
