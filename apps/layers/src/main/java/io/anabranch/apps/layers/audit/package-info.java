/** The auditor: recounts the answers of the layers from the log and reports differences. */
@NullMarked
package io.anabranch.apps.layers.audit;

import org.jspecify.annotations.NullMarked;
