/**
 * Deterministic simulation of all layers of a workload over in-memory ports: seeded schedules that
 * interleave, pause, fail, duplicate and crash, and a recount that every answer is compared with.
 */
@NullMarked
package io.anabranch.apps.simulation;

import org.jspecify.annotations.NullMarked;
