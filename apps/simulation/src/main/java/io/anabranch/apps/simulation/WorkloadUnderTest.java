package io.anabranch.apps.simulation;

import io.anabranch.domain.definition.WorkloadFactory;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.SortedMap;

/**
 * The simulated workload.
 *
 * @param eventId the field by which definitions may find duplicates
 * @param parameters the sets of parameters that definitions may have
 */
record WorkloadUnderTest(
    WorkloadFactory workloads,
    RecordGenerator records,
    Option<String> eventId,
    Vector<SortedMap<String, String>> parameters,
    LabelHistory labels) {}
