/** Follows the reference log, which describes keys. */
@org.jspecify.annotations.NullMarked
package io.anabranch.apps.layers.reference;
