/** City weather: observations and their views. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.weather;
