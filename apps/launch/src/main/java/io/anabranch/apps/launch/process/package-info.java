/** Each layer as a process of its own, over servers that others share. */
@org.jspecify.annotations.NullMarked
package io.anabranch.apps.launch.process;
