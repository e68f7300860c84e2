package io.anabranch.apps.simulation;

import io.anabranch.domain.log.Partition;
import io.vavr.control.Option;

/** A record that was appended, kept where no retention reaches. */
record Logged(Partition partition, long offset, Option<byte[]> value) {}
