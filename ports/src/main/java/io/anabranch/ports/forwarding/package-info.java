/**
 * A base class for each port that passes every call on to another implementation, for those that
 * change only some of the calls.
 */
@NullMarked
package io.anabranch.ports.forwarding;

import org.jspecify.annotations.NullMarked;
