/** All layers together over the in-memory ports: what they promise, and what keeps the promise. */
@org.jspecify.annotations.NullMarked
package io.anabranch.apps.layers;
