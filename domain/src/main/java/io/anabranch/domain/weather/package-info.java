/** City weather: observations and their differences. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.weather;
