/** Tasks that are run repeatedly, each on its own thread, and their failures. */
@org.jspecify.annotations.NullMarked
package io.anabranch.apps.layers.running;
