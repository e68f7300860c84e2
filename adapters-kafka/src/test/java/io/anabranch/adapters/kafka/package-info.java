/** Integration tests with a real Kafka. */
package io.anabranch.adapters.kafka;
