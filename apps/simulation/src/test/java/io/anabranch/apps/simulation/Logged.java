package io.anabranch.apps.simulation;

import io.anabranch.domain.log.Partition;
import io.vavr.control.Option;

/** A record of the log. */
record Logged(Partition partition, long offset, Option<byte[]> value) {}
