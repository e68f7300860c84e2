/** A service that embeds the layers, quoted by docs/embedding.md. */
@org.jspecify.annotations.NullMarked
package io.anabranch.examples.embedding;
