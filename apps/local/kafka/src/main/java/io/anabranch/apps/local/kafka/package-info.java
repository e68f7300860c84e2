/** A Kafka broker and controller in a process of its own. */
@NullMarked
package io.anabranch.apps.local.kafka;

import org.jspecify.annotations.NullMarked;
