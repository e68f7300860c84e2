/** The log in Kafka: reading it, producing to it, and the topic of rejected events. */
@NullMarked
package io.anabranch.adapters.kafka;

import org.jspecify.annotations.NullMarked;
