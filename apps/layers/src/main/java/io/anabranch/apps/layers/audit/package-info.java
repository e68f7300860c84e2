/** The auditor: recounts what the layers answer, one event at a time, and tells what differs. */
@NullMarked
package io.anabranch.apps.layers.audit;

import org.jspecify.annotations.NullMarked;
