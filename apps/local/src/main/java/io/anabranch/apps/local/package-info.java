/** Real servers on one machine, as child processes on the loopback interface. */
@NullMarked
package io.anabranch.apps.local;

import org.jspecify.annotations.NullMarked;
