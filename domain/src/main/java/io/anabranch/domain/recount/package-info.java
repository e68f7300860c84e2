/** An independent recount: events are counted one by one, without slices, row tables or merging. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.recount;
