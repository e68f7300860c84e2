/** Tests of the simulation, and of the layers, one for each mechanism that keeps answers exact. */
@org.jspecify.annotations.NullMarked
package io.anabranch.apps.simulation;
