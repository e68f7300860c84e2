/** The reference log: what is told of keys, as it grows. */
@org.jspecify.annotations.NullMarked
package io.anabranch.apps.layers.reference;
