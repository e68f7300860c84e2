/** Snack machines: purchases and their views. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.vending;
