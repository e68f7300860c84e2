/**
 * What a record becomes: events, the bytes of names, and the reasons for which an event is
 * rejected.
 */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.event;
