/** The built-in workloads with their decoders, and plugins. */
@NullMarked
package io.anabranch.apps.workloads;

import org.jspecify.annotations.NullMarked;
