/** The log in Kafka, its producer, and the topic of rejected events. */
@NullMarked
package io.anabranch.adapters.kafka;

import org.jspecify.annotations.NullMarked;
