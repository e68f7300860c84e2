/** A Kafka broker and controller in its own process. */
@NullMarked
package io.anabranch.apps.local.kafka;

import org.jspecify.annotations.NullMarked;
