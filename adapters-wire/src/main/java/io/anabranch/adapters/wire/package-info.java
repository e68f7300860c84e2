/**
 * Decoders of the wire formats and codecs of states and coverage, without I/O.
 *
 * <p>Every decoder has two paths. The strict path converts a record to text and a tree and defines
 * the format. The fast path scans the bytes of the common shape, and leaves the whole record to the
 * strict path as soon as it finds anything else, so it decides nothing by itself.
 */
@org.jspecify.annotations.NullMarked
package io.anabranch.adapters.wire;
