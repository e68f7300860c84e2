/** What this module does with a real Kafka. */
package io.anabranch.adapters.kafka;
