/** Tests of concurrent layers, stepped by the test or run on threads. */
@NullMarked
package io.anabranch.apps.standalone.live;

import org.jspecify.annotations.NullMarked;
