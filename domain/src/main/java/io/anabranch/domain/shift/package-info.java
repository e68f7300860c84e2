/** Assignment of instants to shifts: the calendar of a week in a zone. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.shift;
