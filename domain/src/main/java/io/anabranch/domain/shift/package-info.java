/** Which shift an instant falls into: the calendar of a week in a zone. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.shift;
