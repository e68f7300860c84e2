/** Decoders of the wire formats, and codecs of keys and states. */
package io.anabranch.adapters.wire;
