/** Work that is done again and again, each on a thread of its own, and what fails of it. */
@org.jspecify.annotations.NullMarked
package io.anabranch.apps.layers.running;
