/** The simulation seen to find, and to find nothing; the layers under it, one mechanism each. */
@org.jspecify.annotations.NullMarked
package io.anabranch.apps.simulation;
