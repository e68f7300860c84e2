/** The workloads that ship, bound to their decoders and built by name. */
@NullMarked
package io.anabranch.apps.workloads;

import org.jspecify.annotations.NullMarked;
