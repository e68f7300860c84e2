/** Each layer as a process, over shared servers. */
@org.jspecify.annotations.NullMarked
package io.anabranch.apps.launch.process;
