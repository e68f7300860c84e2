/**
 * Decoders of the wire formats, and codecs of states: bytes to events and back to bytes, no I/O.
 *
 * <p>Every decoder has two ways through a record. The strict one turns it into text and a tree and
 * is what the format means. The fast one scans the bytes of the common shape and gives the whole
 * record up to the strict one as soon as it sees anything else, so it decides nothing on its own.
 */
@org.jspecify.annotations.NullMarked
package io.anabranch.adapters.wire;
