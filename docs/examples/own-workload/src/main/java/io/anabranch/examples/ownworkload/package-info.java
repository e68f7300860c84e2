/** A workload that is no part of Anabranch, quoted by docs/own-workload.md. */
@org.jspecify.annotations.NullMarked
package io.anabranch.examples.ownworkload;
